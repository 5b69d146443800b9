"""Why a form that was filled in correctly is not saved."""

from collections.abc import Collection, Iterator, Sequence

from casestudies.i18n import LANGUAGES
from casestudies.source_checks.contradictions import Finding


class Refusal(Exception):
    """What was saved breaks a promise of the site, so it is taken back and the form shown again.

    `reasons` stand at the top of the form, `findings` beside the fields that they are about.
    """

    def __init__(self, reasons: Sequence[str], findings: Sequence[Finding] = ()):
        self.reasons, self.findings = reasons, findings
        super().__init__("; ".join(reasons))

    def about(self, kinds: Collection[str], key: str) -> list[Finding]:
        """The findings in a row, by the keys of the lists that it may stand in; in the record itself for `("",)`."""
        return [finding for finding in self.findings if finding.kind in kinds and finding.key == key]


def fields_of(finding: Finding, among: Collection[str]) -> Iterator[str]:
    """The fields of a form that a finding is about: `sentence_en`; both languages if it names none."""
    columns = [f"{finding.field}_{LANGUAGES[finding.language]}"] if finding.language else []
    columns = columns or [finding.field, *(f"{finding.field}_{suffix}" for suffix in LANGUAGES.values())]
    return (column for column in columns if column in among)
