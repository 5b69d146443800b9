from .actors import Affiliation, LeadershipTerm, Membership, Network, Office, Organisation
from .evidence import Citation, Part, Passage, Source
from .exchange import Event, Transfer
from .methods import Lesson, Method, Step
from .outcomes import Equivalent, Indicator, Outcome, Unit
from .places import City, Place
from .practice import CaseStudy, Involvement, Participation, Programme
from .record import ContentLoad, FormerSlug
from .terms import SDGTarget, Term, TermVariant, Theme
from .version import ContentVersion

__all__ = [
    "Affiliation",
    "CaseStudy",
    "Citation",
    "City",
    "ContentLoad",
    "ContentVersion",
    "Equivalent",
    "Event",
    "FormerSlug",
    "Indicator",
    "Involvement",
    "LeadershipTerm",
    "Lesson",
    "Membership",
    "Method",
    "Network",
    "Office",
    "Organisation",
    "Outcome",
    "Part",
    "Participation",
    "Passage",
    "Place",
    "Programme",
    "SDGTarget",
    "Source",
    "Step",
    "Term",
    "TermVariant",
    "Theme",
    "Transfer",
    "Unit",
]
