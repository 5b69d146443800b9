"""The backend, in the module where Django looks for it. OPTIONS["patience"], in seconds, switches the limits on."""

from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from .patience import CHECK, CONNECT, Connection, at_most, gate

GRACE = 1  # seconds more than the limit of the server, so that its own error arrives first


class DatabaseWrapper(base.DatabaseWrapper):
    # psycopg with another connection class.
    Database = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})

    @property
    def patience(self) -> float:
        return self.settings_dict["OPTIONS"].get("patience", 0)

    def get_connection_params(self):
        params = super().get_connection_params()
        params.pop("patience", None)
        if self.patience:
            params.setdefault("connect_timeout", CONNECT)
            # The server cancels queries, and waits for locks, that take too long. Options in DATABASE_URL come later
            # and win. Not set by SET, since a pooler such as PgBouncer would keep the limit for the next client.
            limit = f"-c statement_timeout={round(self.patience * 1000)}"
            params["options"] = f"{limit} {params.get('options', '')}".strip()
        return params

    def get_new_connection(self, conn_params):
        if not self.patience:
            return super().get_new_connection(conn_params)
        connection = gate.open(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
        connection.patience = self.patience + GRACE
        return connection

    def is_usable(self):
        if not self.patience:
            return super().is_usable()
        with at_most(CHECK):
            return super().is_usable()
