"""The content as YAML documents, see fixtures/README.md and docs/content.md.

kinds             the table of document kinds: model, files, nested rows
shapes            the keys of a document, derived from its model
keys, nested      what one key of a document holds
syntax            reads strict YAML, writes canonical YAML
folder            the files of a folder
stored            the documents of the records in the database
checking          checks that a single field or constraint can't make
plan              what a load would do to each record
locking           nobody else writes while it does
loading, dumping  from files to database, and back
merged            records that the files say were merged into others

A document is a plain dict in canonical form: texts stripped, numbers exact, slugs for references, empty and default
values left out. The document of a file and that of its record are equal if and only if loading the file changes
nothing.
"""
