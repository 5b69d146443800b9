"""The settings of every installation. Environment variables set what differs:

SITE_URL             public address of the site; https switches on secure cookies, HSTS and redirects
PROXY                addresses or networks of trusted proxies; unix for a socket
DATABASE_URL         postgres://… selects PostgreSQL; the default is SQLite beside manage.py
DATABASE_PATIENCE    seconds that a query may take on PostgreSQL; wsgi.py sets 10, commands have no limit
SECRET_KEY           or SECRET_KEY_FILE, which `make` writes once; required unless DEBUG is on
HSTS_PRELOAD         1 if all subdomains use https for good and browsers may preload it
SECURITY_CONTACT     mailto: or https: address in /.well-known/security.txt, which is 404 without it
CONTENT_LICENCE      such as CC BY 4.0, with its https address in CONTENT_LICENCE_URL; by default none is claimed
DEBUG                1 only on a developer's machine
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cityclimate import environment

BASE_DIR = Path(__file__).resolve().parent.parent


def secret_key() -> str:
    """The key from SECRET_KEY or a file. ImproperlyConfigured if there is none, unless DEBUG is on."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    file = Path(os.environ.get("SECRET_KEY_FILE", BASE_DIR / "secret-key"))
    if file.is_file() and (key := file.read_text().strip()):
        return key
    if DEBUG:
        return "for-development-only"
    raise ImproperlyConfigured("No secret key: set SECRET_KEY, or let `make run` write one to ./secret-key.")


DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = secret_key()

SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL must be like https://cityclimate.example, not {SITE_URL!r}.")
HTTPS = _site.scheme == "https"

ALLOWED_HOSTS = [_site.hostname] if HTTPS else [_site.hostname, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
PROXY = environment.networks(os.environ.get("PROXY", ""))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY else None
FORCE_SCRIPT_NAME = ""  # gunicorn accepts a SCRIPT_NAME header from 127.0.0.1, which would change every link
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and os.environ.get("HSTS_PRELOAD", "") == "1"
SECURITY_CONTACT = environment.contact(os.environ.get("SECURITY_CONTACT", ""))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "cityclimate",
    "casestudies",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "cityclimate.proxy.Proxy",
    "cityclimate.headers.PermissionsPolicy",
    "casestudies.health.Health",
    "casestudies.api.middleware.OpenToOtherSites",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "casestudies.head.conditional.Conditional",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "casestudies.views.errors.ClearAnswers",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cityclimate.urls"
WSGI_APPLICATION = "cityclimate.wsgi.application"
X_FRAME_OPTIONS = "DENY"

FORM_RENDERER = "cityclimate.rendering.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casestudies.licence.of_content",
                "casestudies.views.navigation.menu",
            ],
        },
    },
]

_sqlite = f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
DATABASES = {"default": dj_database_url.config(default=_sqlite, conn_max_age=60, conn_health_checks=True)}
_database, _options = DATABASES["default"], DATABASES["default"].setdefault("OPTIONS", {})
if _database["ENGINE"].endswith("sqlite3"):
    # WAL: reads continue during a write. IMMEDIATE: a second writer waits instead of failing. FULL: a power cut loses
    # no commit; with NORMAL it could lose the last ones.
    _options["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    _options["transaction_mode"] = "IMMEDIATE"
elif _database["ENGINE"] == "django.db.backends.postgresql":
    _database["ENGINE"] = "cityclimate.postgresql"
    _options["patience"] = environment.seconds(os.environ.get("DATABASE_PATIENCE", "0"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cityclimate.login.Length", "OPTIONS": {"min_length": 12}},
]
SESSION_COOKIE_AGE = 8 * 3600  # a working day
AXES_HANDLER = "cityclimate.login.Attempts"
AXES_CLIENT_IP_CALLABLE = "cityclimate.login.address"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT, LOGIN_FAILURES_OF_AN_ADDRESS = 5, 30
AXES_COOLOFF_TIME = 1  # hour, as 429.html says
AXES_LOCKOUT_CALLABLE = "casestudies.views.errors.locked_out"
AXES_ENABLE_ADMIN = False  # curators need no log of attempts; `manage.py axes_reset` unlocks an account

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "cityclimate" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

CONTENT_LICENCE = environment.licence(os.environ.get("CONTENT_LICENCE", ""), os.environ.get("CONTENT_LICENCE_URL", ""))
SPECTACULAR_SETTINGS = {
    "TITLE": "CityClimate",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "What cities do about climate change, every figure with its source. Open to all, without a key.",
    "LICENSE": CONTENT_LICENCE._asdict() if CONTENT_LICENCE else {},
    "SERVERS": [{"url": SITE_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["casestudies.api.schema.without_marks"],
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
}

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cityclimate.collected.CollectedFiles"
    },
}

FIXTURES = BASE_DIR / "fixtures"
FILTERS_FROM = 10  # rows of a list: fewer are read at a glance, without filters beside them
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a case with its steps, outcomes, lessons and their citations is one form

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
