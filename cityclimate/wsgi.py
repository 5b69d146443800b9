"""What a server calls. A request waits for the database no longer than this; a command, as long as it takes."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityclimate.settings")
os.environ.setdefault("DATABASE_PATIENCE", "10")
application = get_wsgi_application()
# The views are imported before the first visitors come, not by all of them at once.
_ = get_resolver().url_patterns
