"""Django's PostgreSQL backend, with patience that ends: a server that is frozen or cut off never answers."""
