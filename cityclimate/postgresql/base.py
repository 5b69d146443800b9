"""The backend itself, where Django looks for it. OPTIONS["patience"], in seconds, switches all of it on."""

from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from .patience import CHECK, CONNECT, Connection, at_most, gate

GRACE = 1  # seconds more than the server has: its own word comes first


class DatabaseWrapper(base.DatabaseWrapper):
    # psycopg, but for the class of its connections.
    Database = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})

    @property
    def patience(self) -> float:
        return self.settings_dict["OPTIONS"].get("patience", 0)

    def get_connection_params(self):
        params = super().get_connection_params()
        params.pop("patience", None)
        if self.patience:
            params.setdefault("connect_timeout", CONNECT)
            # The server ends what takes too long, a wait for a lock too. What DATABASE_URL says comes later and wins.
            # Not by SET: a pooler such as PgBouncer would leave the limit to whoever has the connection next.
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
