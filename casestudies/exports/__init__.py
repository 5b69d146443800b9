"""Lists as files: a table of columns for each listed thing, a writer for each format.

A file holds exactly the rows of the page with the same query string, over all its pages, in the same order.
"""
