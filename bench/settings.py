"""The settings of the site, with the URLs of bench/urls.py."""

from cityclimate.settings import *  # noqa: F403
from cityclimate.settings import STORAGES

ROOT_URLCONF = "bench.urls"
# Plain names of static files, so that a smoke run needs no collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
