"""Clients of the admin."""

from urllib.parse import urlencode

from django.contrib.auth.models import AbstractUser
from django.test import Client

FORM = "application/x-www-form-urlencoded"


class Curator(Client):
    """Sends a form as a browser does if it has no files. One of a case has hundreds of fields."""

    def post(self, path, data=None, content_type=FORM, **options):
        body = urlencode(data or {}, doseq=True) if content_type == FORM else data
        return super().post(path, body, content_type, **options)


def logged_in(user: AbstractUser) -> Curator:
    client = Curator()
    client.force_login(user)
    return client
