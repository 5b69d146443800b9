"""Themes and the glossary."""

from django.utils.translation import gettext_lazy as _

from .evidence import prefetch_citations, proofs
from .fields import CellType, column, number, prefetch_list, prefetched, public, record, translated
from .practice import themes
from .record import dates, identity, note
from .tables import Table

THEMES = Table(
    (
        *identity(),
        translated("name", _("name"), _("What it is called in each language.")),
        translated("description", _("description"), _("What belongs here and what does not.")),
        record("parent", _("parent theme"), _("Empty for a main theme. There are two levels, no more.")),
        number("case_count", _("case studies"), _("How many case studies are tagged with it or a theme below it.")),
    ),
    lambda rows: rows.for_list(),
)

TERMS = Table(
    (
        *identity(),
        translated("name", _("term"), _("What it is called in each language.")),
        column(
            "variants",
            CellType.LIST,
            _("variants"),
            _("Abbreviations, spellings and regional words, in any language."),
            lambda term: [variant.text for variant in prefetched(term, "variants")],
        ),
        record("broader", _("broader term"), _("The term that it falls under."), lambda term: public(term.broader)),
        translated("definition", _("definition"), _("What the sources say it is, or our own words. Markdown.")),
        column(
            "is_editorial",
            CellType.BOOLEAN,
            _("the definition is ours"),
            _("Editorial: no source defines the term. Any other definition has its passages."),
        ),
        themes(),
        note(),
        proofs(),
        *dates(),
    ),
    lambda rows: rows.select_related("broader").prefetch_related(
        prefetch_list("variants"), prefetch_list("themes"), *prefetch_citations()
    ),
)
