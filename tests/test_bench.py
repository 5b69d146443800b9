"""The bench, small: everything that it measures, at 200 cases, with no opinion on the times."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.db import connection, transaction

from bench import addresses, corpus
from bench.answers import Answer, Unequal, agree
from bench.budgets import Budget, number
from bench.names import BUSIEST, CASE, CITY, EMPTY, EXPORT, LISTS, SERVED
from bench.postgresql import databases
from bench.state import State, recipe
from casestudies.listings import LISTINGS, WITH_PAGE
from casestudies.models import CaseStudy, Citation, Involvement, Lesson, Outcome, Passage, Place, Step
from tests import factories as make
from tests.postgres import copy
from tests.served import database_url

ANSWER = Answer({"region": {"africa": 2, "europe": 1}}, 3, [1, 2, 3])


@pytest.fixture
def folder():
    """Open to whoever PostgreSQL runs as, unlike the folders of pytest."""
    with TemporaryDirectory(prefix="cityclimate-bench-", dir="/tmp") as name:  # noqa: S108
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.django_db  # not in this process, but it fills each database; what it measures is measured in one
def test_smoke_run_finds_equal_counts_and_writes_the_table(folder, pytestconfig):
    if made := pytestconfig.getoption("made"):  # the tables need not be made again
        cache = folder / "cache"
        cache.mkdir()
        if connection.vendor == "sqlite":
            shutil.copyfile(made, cache / "sqlite-200.db")
        else:
            State(cache / "postgresql-200.json")["recipe"] = recipe()  # the bench drops what is of no recipe
            with databases(cache, [200]) as urls:
                copy(database_url(), urls[200])
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--sizes", "200", "--databases", connection.vendor]
        + ["--folder", folder / "cache", "--report", folder / "RESULTS.md"]
        + ["--runs", "2", "--peer-runs", "1", "--seconds", "0.2"]
        + ["--fill"] * (connection.vendor != "sqlite"),
        cwd=settings.BASE_DIR,
        env={name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    state = json.loads((folder / "cache" / f"{connection.vendor}-200.json").read_text())
    assert state["loaded"]["cases"] == 200
    if connection.vendor != "sqlite":
        return
    found = state["found"]
    assert found["cases"] == 200
    assert found["compared"] == 10  # two questions of each of five lists, put to all three
    journeys = [*LISTS, "page 10", CITY, BUSIEST, CASE, EXPORT]
    assert list(found["ours"]) == list(found["datasette"]) == journeys
    assert list(found["inside"]) == list(found["tantivy"]) == journeys[:5]
    assert list(found["floor"]) == [EMPTY, *journeys[:5]]
    assert list(found["per second"]) == [EMPTY, SERVED]
    assert found["worker"]["stale"] is False
    lines = (folder / "RESULTS.md").read_text().splitlines()
    rows = [line.split(" | ")[2] for line in lines if line.startswith("| 200 | ")]
    assert rows[: len(journeys)] == journeys


@pytest.mark.once
def test_addresses_of_a_hostile_client_have_every_list_and_are_answered(client, cast):
    source = cast.rio_all.source
    make.passage(source, "chapter-one", part=make.part(source, "chapter"))
    paths = {address.path for address in addresses.every()}
    assert {f"/{listing.name}/" for listing in WITH_PAGE} <= paths
    for listing in LISTINGS:
        assert f"/api/v1/{listing.name}/?page_size=100" in paths
    below = [path for path in paths if path.startswith("/api/v1/") and "?" not in path]
    assert {path: client.get(path).status_code for path in below} == dict.fromkeys(below, 200)


def rows():
    """What a reader would see of the corpus, keys left out."""
    return [
        list(CaseStudy.objects.order_by("slug").values_list("slug", "title_zh_hans", "summary_en", "published_at")),
        sorted(CaseStudy.places.through.objects.values_list("casestudy__slug", "place__slug")),
        sorted(Outcome.objects.values_list("case__slug", "key", "value", "sentence_en")),
        sorted(Citation.objects.values_list("passage__source__slug", "passage__slug", "anchor")),
    ]


@pytest.mark.once
def test_corpus_is_the_same_for_the_same_seed_goes_on_where_it_stopped_and_is_valid_and_cited(db):
    corpus.load(20, lambda cases, seconds: None)
    noted = []
    with transaction.atomic():
        corpus.load(40, lambda cases, seconds: noted.append(cases))
        once = rows()
        transaction.set_rollback(True)
    corpus.load(40, lambda cases, seconds: None)
    assert rows() == once
    assert noted == [40]
    assert CaseStudy.objects.published().count() == 40
    assert CaseStudy.objects.count() == 40 + 2 * corpus.HIDDEN
    for model in (CaseStudy, Step, Outcome, Lesson, Involvement, Passage, Citation):
        sample = list(model.objects.order_by("pk")[:40])
        assert len(sample) > 20
        for row in sample:
            row.full_clean()
    cases = CaseStudy.objects.count()
    assert 2 < Outcome.objects.count() / cases < 4
    assert 6 < Citation.objects.count() / cases < 10
    assert not CaseStudy.objects.filter(title_zh_hans="").exists()
    assert not Outcome.objects.filter(sentence_en="").exists()
    assert not Outcome.objects.filter(citations=None).exists()
    assert Place.objects.filter(kind="city").count() == 2400


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (replace(ANSWER, counts={"region": {"africa": 2, "europe": 2}}), "q: region=europe: 1 by one, 2 by two"),
        (replace(ANSWER, counts={"region": {"africa": 2}}), "q: region=europe: 1 by one, 0 by two"),
        (replace(ANSWER, counts=ANSWER.counts | {"theme": {"heat": 1}}), "q: theme=heat: 0 by one, 1 by two"),
        (replace(ANSWER, total=4), "q: 3 rows by one, 4 by two"),
        (replace(ANSWER, ranks=[1, 3, 2]), "q: rows [1, 2, 3] by one, [1, 3, 2] by two"),
    ],
)
def test_bench_fails_where_two_answer_differently(other, message):
    agree("q", {"one": ANSWER, "two": ANSWER})
    with pytest.raises(Unequal) as failure:
        agree("q", {"one": ANSWER, "two": other})
    assert str(failure.value) == message


def test_budget_says_by_how_much_it_is_missed():
    at_most = Budget("time", 60, " ms", lambda sizes: 0)
    at_least = Budget("faster", 50, "×", lambda sizes: 0, is_floor=True)
    assert (at_most.bound, at_least.bound) == ("at most 60 ms", "at least 50×")
    assert [at_most.is_kept(60), at_most.is_kept(61), at_most.missed_by(90)] == [True, False, 1.5]
    assert [at_least.is_kept(50), at_least.is_kept(49), at_least.missed_by(25)] == [True, False, 2]
    assert [number(value) for value in (0.12345, 12.345, 3, 1234.5)] == ["0.123", "12.3", "3", "1,234"]
