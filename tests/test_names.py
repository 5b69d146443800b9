"""A name that is printed in one language only has its language wherever it stands on a page in the other."""

import datetime
from collections.abc import Iterator

import pytest
from lxml.etree import _Element as Element

from casestudies.i18n import HTML_LANG, LANGUAGES
from casestudies.models import Affiliation, LeadershipTerm, Office, Participation, Transfer
from tests import factories as make
from tests.reading import Reading, attribute
from tests.test_pages import ANSWERS

pytestmark = pytest.mark.once

NAMED = ("organisation", "network", "programme", "event")
PAGES = [
    *ANSWERS,
    "/places/colombia/",
    "/lessons/programme/zuma/persist/",
    "/lessons/organisation/clean-air-fund/factors/",
    "/outcomes/?network=c40&organisation=clean-air-fund",
    "/lessons/?organisation=clean-air-fund",
    "/case-studies/?network=c40&programme=zuma",
    "/events/?organisation=c40",
]


@pytest.fixture(params=LANGUAGES)
def there(request, cast):
    """The language of the pages; all names of the cast are in the other one only. Everything is tied to everything."""
    language = request.param
    other = next(code for code in LANGUAGES if code != language)
    both = {"organisation_id": cast.c40.pk}, {"organisation": cast.fund}
    person = make.both("person", "Mister Chair", "主席先生") | make.both("role", "chair")
    LeadershipTerm.objects.create(key="chair", city_id=cast.bogota.pk, **person, **both[0])
    Office.objects.create(key="here", place_id=cast.bogota.pk, **make.both("name", "Office"), **both[1])
    Affiliation.objects.create(key="c40", other_id=cast.c40.pk, kind="funder-of", **both[1])
    Affiliation.objects.create(key="c40", other_id=cast.c40.pk, kind="funder-of", place_id=cast.bogota.pk)
    for number, end in enumerate(({"place_id": cast.bogota.pk}, *both)):
        Participation.objects.create(programme=cast.zuma, key=f"part-{number}", **end)
    moved = Transfer(key="moved", from_organisation=cast.fund, to_programme=cast.zuma, manner="adapted")
    moved.what_en, moved.what_zh_hans, moved.to_place_id = "It", "它", cast.bogota.pk
    moved.save()
    persist = make.lesson("persist", programme=cast.zuma, themes=[cast.zones])
    make.lesson("factors", organisation=cast.fund, themes=[cast.zones])
    facts = [
        make.outcome("goal", programme=cast.zuma, indicator=make.indicator("pm2-5")),
        make.outcome("of-fund", organisation=cast.fund),
    ]
    session = make.event("session", [cast.fund], [cast.zuma], parent=cast.forum, place_id=cast.bogota.pk)
    session.started, session.started_precision = datetime.date(2024, 1, 1), "year"
    for number, outcome in enumerate(facts):
        make.cite(cast.rio_all, f"数字 {number}", outcome=outcome)
    make.cite(cast.rio_all, "坚持", lesson=persist)
    for row, name in (
        (moved, "transfer"), *((row, "participation") for row in Participation.objects.all()),
        *((row, "affiliation") for row in Affiliation.objects.all()),
        (LeadershipTerm.objects.get(), "leadership_term"), (cast.zone.involvements.first(), "involvement"),
    ):  # fmt: skip
        make.cite(cast.rio_all, f"{name} {row.pk}", **{name: row})
    for number, record in enumerate((cast.c40, cast.fund, cast.zuma, cast.forum, session)):
        name = {"en": f"English name {number}", "zh-hans": f"中文名称{number}"}[other]
        record.acronym = ""
        record.name_en, record.name_zh_hans = (name, "") if other == "en" else ("", name)
        record.save()
    LeadershipTerm.objects.update(**{f"person_{LANGUAGES[language]}": ""})
    names = ["English name", "Mister Chair"] if other == "en" else ["中文名称", "主席先生"]
    return language, HTML_LANG[other], names


def bare(page: Reading, names: list[str], lang: str) -> Iterator[str]:
    """The texts with one of the names that no element gives its language."""
    for element in page.all(inside=page.one("body")):
        if element.tag in ("script", "style"):
            continue
        for text, at in ((element.text, element), (element.tail, element.getparent())):
            if text and any(name in text for name in names) and lang_of(at) != lang:
                yield " ".join(text.split())


def lang_of(element: Element | None) -> str:
    while element is not None and attribute(element, "lang") is None:
        element = element.getparent()
    return "" if element is None else attribute(element, "lang")


def test_no_name_in_the_other_language_is_without_its_language_on_any_page(client, there):
    language, lang, names = there
    prefix = "" if language == "en" else f"/{language}"
    found, wrong = 0, []
    for path in PAGES:
        response = client.get(prefix + path)
        assert response.status_code == 200, path
        page = Reading(response)
        found += sum(name in page.html for name in names)
        wrong += [f"{path}: {text}" for text in bare(page, names, lang)]
    assert found > 20
    assert "\n".join(wrong) == ""
