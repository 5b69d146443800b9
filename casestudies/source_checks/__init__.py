"""Pure functions that hold the content files against the texts of the sources. See docs/evidence.md and coverage.md.

From top to bottom; each module imports only from those below it:

outcome_draw     draws outcomes for a second reading and prints each with its source
source_coverage  what the sources say and no fact holds
evidence_check   whether each citation, figure and translation holds
indicator_table  the page that counts outcomes and places of each indicator
content_facts    the records and facts of the content files, their names, and the lock that tells which changed
numbers_in_both  numbers of a text that its translation lacks
printed_numbers  figures as a source prints them, read as exact numbers

The modules read files, not the database, so they work before the content is loaded.
"""
