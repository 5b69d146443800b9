"""Metadata for machines: the head of pages, linked data, feeds, sitemaps; and for caches: ETags and 304."""
