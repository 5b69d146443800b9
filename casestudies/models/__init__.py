"""Every model, by its name alone: each module says in `__all__` which it has."""

from .actors import *
from .climate import *
from .deleted import *
from .evidence import *
from .exchange import *
from .former import *
from .government import *
from .indicators import *
from .methods import *
from .outcomes import *
from .places import *
from .practice import *
from .record import *
from .taking_part import *
from .terms import *
from .version import *
