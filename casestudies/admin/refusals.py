"""Why a form that was filled in correctly is not saved."""

from collections.abc import Sequence


class Refusal(Exception):
    """What was saved breaks a promise of the site, so it is taken back; `reasons` stand at the top of the form."""

    def __init__(self, reasons: Sequence[str]):
        self.reasons = reasons
        super().__init__("; ".join(reasons))
