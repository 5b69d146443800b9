"""The WSGI application. Limits queries of requests to 10 seconds; management commands have no limit."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityclimate.settings")
os.environ.setdefault("DATABASE_PATIENCE", "10")
application = get_wsgi_application()
# Import the views now, not in the first requests, which may come all at once.
_ = get_resolver().url_patterns
