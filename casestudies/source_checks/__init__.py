"""Pure functions that hold the content files against the texts of the sources. See docs/evidence.md and coverage.md.

From top to bottom; each module imports only from those below it:

outcome_draw         draws outcomes for a second reading and prints each with its source
source_coverage      what the sources say and no fact holds
evidence_check       whether each citation, figure and translation holds
number_check         whether each number and date stands in what a fact cites
contradictions       numbers of one record that contradict each other; needs no text of a source
content_rules        rules across records: each is named by a cited fact, no two have one name
indicator_table      the page that counts outcomes and places of each indicator
content_facts        the records and facts of the content files, their names, and the lock that tells which changed
numbers_in_sentence  whether a sentence states a value; durations that it names
numbers_in_both      numbers of a text that its translation lacks
numbers_in_text      the numbers of a text, in digits or in Chinese
english_numbers      numbers in English words
printed_numbers      figures as a source prints them, read as exact numbers

The modules read files, not the database, so they work before the content is loaded.
"""
