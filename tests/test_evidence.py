"""The shipped content was held against the texts: always by its stamp, and by the texts wherever they are."""

from django.conf import settings

from casestudies.source_checks.content_facts import changes, hashes, read_content, read_lock
from casestudies.source_checks.evidence_check import check

FIXTURES = settings.BASE_DIR / "fixtures"
LOCK = FIXTURES / "evidence.lock"
SOURCES = settings.BASE_DIR.parent / "shared" / "sources"


def test_no_fact_changed_since_it_was_checked():
    stamped = read_lock(LOCK.read_text()) if LOCK.exists() else {}
    assert changes(stamped, hashes(read_content(FIXTURES))) == [], (
        "Facts changed since they were held against their sources: run manage.py check_evidence --sources DIR"
    )


if SOURCES.is_dir():

    def test_content_is_what_the_sources_say():
        assert [str(mistake) for mistake in check(read_content(FIXTURES), SOURCES)] == []
