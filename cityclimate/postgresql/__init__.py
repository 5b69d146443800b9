"""Django's PostgreSQL backend with time limits, since a server that is frozen or cut off never responds."""
