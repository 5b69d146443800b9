"""The settings of the tests: those of the site, whatever the environment of this machine says."""

import os

UNSET = """
DEBUG SITE_URL PROXY SECURITY_CONTACT HSTS_PRELOAD CONTENT_LICENCE CONTENT_LICENCE_URL
PORT SECRET_KEY_FILE DATABASE_PATIENCE
"""
for name in UNSET.split():
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "for-the-tests-only"

from cityclimate.settings import *  # noqa: E402, F403
from cityclimate.settings import DATABASES, STORAGES  # noqa: E402

# Names of static files as they stand in the templates, found without collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# A connection that outlives its request would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# The lists of the tests are short, and their filters are what is tested.
FILTERS_FROM = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
