"""Edits while a load runs: none is lost unseen, on either database."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from casestudies.fixture_files.loading import load
from casestudies.models import Affiliation, Place

from .test_fixture_tree import CITED, write_tree  # noqa: F401 the fixture

CITIES = [f"city-{number}" for number in range(48)]
EDITED = "Edited while it was loaded"


def write_cities(tree, geonames: int = 0) -> None:
    """A file of cities, each with a fact and, if `geonames` is given, a number that counts from there."""
    (tree / "places/cities.yaml").write_text(
        "".join(
            f"- slug: {slug}\n  kind: city\n  parent: norway\n  name: {{en: {slug}, zh-hans: 市}}\n"
            + (f"  geonames_id: {geonames + at}\n" if geonames else "")
            + "  affiliations:\n  - key: funds\n    kind: funder-of\n    other: c40\n"
            + f"    {CITED.replace('  -', '    -')}\n"
            for at, slug in enumerate(CITIES)
        )
    )


def edit_record(slug: str) -> None:
    """As a script does: one statement, no lock."""
    Place.objects.filter(slug=slug).update(name_en=EDITED)


def edit_form(slug: str) -> None:
    """As a form of the admin does: the record is locked, read and saved."""
    with transaction.atomic():
        place = Place.objects.select_for_update().get(slug=slug)
        place.name_en = EDITED
        place.save()


def edit_fact(slug: str) -> None:
    """As the same form does, where only a fact of the record was changed."""
    with transaction.atomic():
        place = Place.objects.select_for_update().get(slug=slug)
        fact = place.affiliations.get()
        fact.text_en = fact.text_zh_hans = EDITED
        fact.save()


MANNERS = [edit_record, edit_form, edit_fact]
# When the load says this, a quarter of the cities are edited; the first quarter before it begins.
MOMENTS = ["documents read", "documents checked", "places: "]


def is_edited(slug: str) -> bool:
    fact = Affiliation.objects.get(place__slug=slug)
    return EDITED in (fact.place.name_en, fact.text_en)


def test_no_edit_is_lost_unseen_whenever_it_comes(transactional_db, tree):
    write_cities(tree)
    load(tree, say=list)
    write_cities(tree, geonames=1000)
    quarters = {moment: iter(CITIES[at::4]) for at, moment in enumerate(["", *MOMENTS])}
    said, edits, lock = [], [], threading.Lock()

    def edit(at: int, slug: str) -> None:
        try:
            MANNERS[at % 3](slug)
        finally:
            connection.close()

    def begin(moment: str) -> None:
        with lock:
            edits.extend(threads.submit(edit, at, slug) for at, slug in enumerate(quarters[moment]))

    def say(line: str) -> None:
        said.append(line)
        for moment in MOMENTS:
            if moment in line:
                begin(moment)

    with ThreadPoolExecutor(6) as threads:
        begin("")
        for done in edits[:3]:
            done.result()
        load(tree, say=say)
        for done in edits:
            done.result()

    listed = set(re.findall(r"place (city-\d+)", "".join(line for line in said if line.startswith("edited here"))))
    loaded = set(Place.objects.filter(geonames_id__gte=1000).values_list("slug", flat=True))
    assert [slug for slug in CITIES if not is_edited(slug)] == []
    assert listed | loaded == set(CITIES)
    assert listed & loaded == set()
    # Those before the lock and those after it are both there: the test would prove nothing of the others.
    assert len(listed) >= 3 and set(CITIES[2::4]) <= loaded
