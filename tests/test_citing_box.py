"""The box of a page that its files are copied from."""

import pytest

from tests.lists import both_languages, every_list
from tests.reading import Reading, attribute, texts
from tests.test_citing import ZONE

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "path",
    [
        ZONE,
        "/programmes/zuma/",
        "/sources/c40-clean-air/",
        "/case-studies/?region=africa",
        "/outcomes/?q=zone&sort=place",
        "/lessons/case/bogota-clean-air-zone/slow-but-lasting/",
    ],
)
@both_languages
def test_box_shows_what_its_files_hold(client, loaded, path, language):
    prefix = {"en": "", "zh-hans": "/zh-hans"}[language]
    page = Reading(client.get(prefix + path))
    box = page.one("details", class_="citation")
    files = {texts(link): attribute(link, "href") for link in page.all("a", page.one(class_="citation-files"))}
    assert list(files) == ["BibTeX", "RIS", "CSL-JSON", "TXT"]
    shown = [texts(text) for text in page.all("p", box, class_="citation-text")]
    assert shown == client.get(files["TXT"]).content.decode().split("\n")[:-1:2]
    for address in files.values():
        assert client.get(address).status_code == 200


def test_box_offers_every_figure_step_and_lesson_of_the_page(client, cast):
    page = Reading(client.get(ZONE))
    form = page.one("form", class_="citation-fact")
    facts = [attribute(option, "value") for option in page.all("option", form)]
    assert facts == [
        "outcome-fine-dust",
        "outcome-first-zone",
        "step-evidence",
        "step-support",
        "step-agree",
        "lesson-slow-but-lasting",
    ]
    for fact in facts:
        for button in page.all("button", form):
            assert client.get(attribute(button, "formaction"), {"fact": fact}).status_code == 200


@every_list
def test_every_list_has_a_box(client, cast, name):
    page = Reading(client.get(f"/{name}/"))
    assert texts(page.one("summary", page.one("details", class_="citation"))) == "Cite this list"
