"""The site's settings, with the two floors beside its pages."""

from cityclimate.settings import *  # noqa: F403
from cityclimate.settings import STORAGES

ROOT_URLCONF = "bench.urls"
# The names of static files as they stand in the templates: a smoke run needs no collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
