"""Benchmarks at 1,000, 10,000 and 100,000 cases, beside Datasette and Tantivy: `make bench`."""
