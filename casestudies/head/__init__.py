"""What the site says to machines: the head of a page, linked data, feeds, sitemaps; and to caches: ETags and 304."""
