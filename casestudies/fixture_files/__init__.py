"""The content as YAML documents, see fixtures/README.md and docs/content.md.

kinds     the table: which documents there are, where they live, what nests in them
shapes    the keys of a document, derived from its model; keys, nested: what one key holds
syntax    strict YAML in, canonical YAML out; folder: the files of a folder
stored    the documents as the database holds them
checking  what the database alone can't refuse; loading and dumping: the two ways across

A document here is a plain dict in canonical form: texts stripped, numbers exact, slugs for references, empties and
defaults left out. A file's document and a record's are equal if and only if loading the file changes nothing.
"""
