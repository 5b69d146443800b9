"""Lists as files, with a writer for each format.

A file has the rows of all pages of the list with the same query string, in the same order.
"""
