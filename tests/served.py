"""The database of a test, as a process of its own finds it."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """The address of the test database, for a process of its own."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user, host, port = (quote(str(connection.settings_dict[key]), safe="") for key in ("USER", "HOST", "PORT"))
    return f"postgres://{user}@{host}:{port}/{name}"
