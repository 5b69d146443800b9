"""Indicators and themes that were merged into others, renamed or removed: their addresses, filters and rows."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CASCADE
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.api.description import document
from casestudies.citing import FORMATS
from casestudies.merging import Unmergeable, foreign_keys, merge, remove
from casestudies.models import FormerSlug, Indicator, IndicatorFamily, Outcome, Theme
from casestudies.models.former import kind_of
from casestudies.models.record import Entry
from tests import factories as make
from tests.api import ROOT, SITE
from tests.downloads import Download
from tests.reading import Reading, texts

from .test_api_schema import conforms

ENTRIES = [model for model in apps.get_app_config("casestudies").get_models() if issubclass(model, Entry)]
NAMES = {Indicator: "indicators", Theme: "themes"}
PRESENT = {Indicator: "pm2-5", Theme: "air-quality"}
every_entry = pytest.mark.parametrize("model", ENTRIES, ids=lambda model: model.__name__)
both_languages = pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh-hans"])


def former(model, slug: str, current: str = "") -> None:
    FormerSlug.objects.create(kind=kind_of(model), slug=slug, current=current)


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


# Addresses


@every_entry
@both_languages
def test_page_and_answer_of_the_api_lead_to_the_present_ones_over_any_number_of_changes(client, cast, model, prefix):
    name, present = NAMES[model], PRESENT[model]
    former(model, "older", "old")
    former(model, "old", present)
    for slug in ("older", "old"):
        answer = client.get(f"{prefix}/{name}/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/{name}/{present}/")
        answer = client.get(f"{ROOT}/{name}/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, f"{SITE}{ROOT}/{name}/{present}/")
    assert client.get(f"{prefix}/{name}/{present}/").status_code == 200
    assert client.get(f"{prefix}/{name}/old/?sort=name").status_code == 400


@every_entry
def test_removed_entry_says_in_both_languages_and_in_the_api_that_no_other_took_its_place(client, cast, model):
    name, kind = NAMES[model], {Indicator: ("indicator", "指标"), Theme: ("theme", "主题")}[model]
    former(model, "renamed", "old")
    former(model, "old")
    for slug in ("renamed", "old"):
        for prefix, heading, why in (
            ("", f"This {kind[0]} was removed", "It is no longer part of the site, and no other took its place."),
            ("/zh-hans", f"此{kind[1]}已删除", "本站已不再收录，也没有其他内容取代。"),
        ):
            answer = client.get(f"{prefix}/{name}/{slug}/")
            assert answer.status_code == 410
            page = Reading(answer)
            assert texts(page.one("h1")) == heading
            assert why in [texts(one) for one in page.all("p", page.one("article"))]
        answer = client.get(f"{ROOT}/{name}/{slug}/")
        assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
        described = document()["paths"][f"{ROOT}/{name}/{{slug}}/"]["get"]["responses"]["410"]
        conforms(answer.json(), described["content"]["application/problem+json"]["schema"])


@every_entry
def test_former_slug_of_another_kind_or_one_that_leads_nowhere_is_not_found(client, cast, model):
    name = NAMES[model]
    FormerSlug.objects.create(kind="place", slug="elsewhere", current="bogota")
    former(model, "round", "about")
    former(model, "about", "round")
    former(model, "lost", "never-there")
    for slug in ("elsewhere", "round", "lost", "nothing"):
        assert client.get(f"/{name}/{slug}/").status_code == 404
        assert client.get(f"{ROOT}/{name}/{slug}/").status_code == 404


# Filters


@both_languages
def test_filter_by_a_former_slug_leads_to_the_canonical_address_with_the_present_one(client, cast, prefix):
    former(Indicator, "older", "old")
    former(Indicator, "old", "pm2-5")
    former(Theme, "clean-air", "air-quality")
    former(type(cast.old_plan), "zuma-plan", "zuma")
    FormerSlug.objects.create(kind="place", slug="santa-fe-de-bogota", current="bogota")
    for path, there in (
        ("outcomes/?indicator=older", "outcomes/?indicator=pm2-5"),
        ("outcomes/?indicator=pm2-5&indicator=old", "outcomes/?indicator=pm2-5"),
        ("outcomes/?utm_source=x&sort=&city=bogota&indicator=old", "outcomes/?indicator=pm2-5&city=bogota"),
        ("case-studies/?theme=clean-air&theme=transport", "case-studies/?theme=air-quality&theme=transport"),
        ("case-studies/?programme=zuma-plan", "case-studies/?programme=zuma"),
        ("case-studies/?city=santa-fe-de-bogota", "case-studies/?city=bogota"),
    ):
        answer = client.get(f"{prefix}/{path}")
        assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/{there}")
        assert client.get(answer["Location"]).status_code == 200


def test_former_slug_finds_the_same_in_every_format(client, cast, read_api):
    former(Indicator, "old", "pm2-5")
    query, present = "indicator=old", "indicator=pm2-5"
    found = read_api(f"outcomes/?{query}")
    assert found["count"] == 1 and found["results"] == read_api(f"outcomes/?{present}")["results"]
    rows = [Download(client.get(f"/outcomes.json?{one}")).json["rows"] for one in (query, present)]
    assert len(rows[0]) == 1 and rows[0] == rows[1]
    for path in ("/outcomes.csv", "/outcomes.atom", *(f"/outcomes/cite.{extension}" for extension in FORMATS)):
        answers = [client.get(f"{path}?{one}") for one in (query, present)]
        assert [answer.status_code for answer in answers] == [200, 200], path
    cited = client.get(f"/outcomes/cite.bib?{query}").text
    assert present in cited and query not in cited
    assert "pm2-5" in client.get(f"/outcomes/?{query}", headers={"HX-Request": "true"}).text


def test_filter_by_what_was_removed_or_leads_to_nothing_it_has_is_refused(client, cast, read_api):
    former(Indicator, "old")
    former(Indicator, "round", "about")
    former(Indicator, "about", "round")
    FormerSlug.objects.create(kind="organisation", slug="old-network", current="clean-air-fund")
    for query in ("indicator=old", "indicator=round", "network=old-network"):
        name, value = query.split("=")
        (message,) = read_api(f"outcomes/?{query}", 400)["errors"][name]
        assert message.startswith(f"“{value}” is not one of: ")
        assert client.get(f"/outcomes/?{query}").status_code == 400


def test_former_slugs_are_read_once_and_only_for_a_value_that_is_unknown(client, cast):
    former(Indicator, "old", "pm2-5")
    asked = []
    for values in ("pm2-5", "old", "pm2-5", "old", "none"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{ROOT}/outcomes/?indicator={values}")
        asked.append(sum("formerslug" in query["sql"] for query in queries))
    assert asked == [0, 1, 0, 0, 0]


# Rows


def test_figures_of_both_indicators_are_of_one_and_the_other_is_gone(client, cast, read_api):
    old = make.indicator("dust", dimension="ratio")
    make.outcome("dust", case=cast.zone, indicator=old)
    done = merge(old, cast.fine_dust.indicator)
    former(Indicator, "dust", "pm2-5")
    assert [row.key for row in done.led] == ["dust"]
    assert Outcome.objects.get(key="dust").indicator == cast.fine_dust.indicator
    assert not Indicator.objects.filter(slug="dust").exists()
    assert "dust" not in [row["slug"] for row in read_api("indicators/")["results"]]
    assert read_api("outcomes/?indicator=pm2-5")["count"] == 2
    for path in ("/indicators/", "/outcomes/?all=indicator", "/sitemap-indicators.xml"):
        page = client.get(path).text
        assert "pm2-5" in page and "indicators/dust/" not in page and "indicator=dust" not in page
    assert "dust" not in [row["slug"] for row in Download(client.get("/indicators.json")).json["rows"]]


def test_tags_and_themes_below_are_those_of_the_other_theme(cast):
    old = make.theme("clean-air")
    below = make.theme("smoke", parent=old)
    cast.plan.themes.add(old, cast.air)
    cast.slow.themes.add(old)
    merge(old, cast.air)
    assert again(below).parent == cast.air
    assert list(cast.plan.themes.filter(slug="air-quality")) == [cast.air]
    assert cast.air in cast.slow.themes.all()
    assert not Theme.objects.filter(slug="clean-air").exists()


def test_figure_that_the_other_indicator_can_not_have_refuses_the_merger(cast):
    """A figure on a given date is none of an indicator that measures a flow."""
    old, flow = make.indicator("buses"), make.indicator("buses-bought", measures="flow")
    make.outcome("fleet", case=cast.zone, indicator=old, accumulation="at-date")
    with pytest.raises(Unmergeable, match="Outcome “fleet” of “Clean air zones that put equity first” names “buses”"):
        merge(old, flow)
    assert Outcome.objects.get(key="fleet").indicator == again(old)


@every_entry
def test_nothing_that_belongs_to_an_entry_would_be_deleted_with_it(model):
    """Only tables of many-to-many relations cascade, whose rows move; a row of another kind would need a rule."""
    cascading = [key for key in foreign_keys(model) if key.remote_field.on_delete is CASCADE]
    assert [key for key in cascading if not key.model._meta.auto_created] == []


def test_entry_is_removed_only_if_nothing_names_it(cast):
    with pytest.raises(Unmergeable, match="named by Outcome “fine-dust” of “Clean air zones that put equity first”"):
        remove(cast.fine_dust.indicator)
    theme = make.theme("smoke", parent=make.theme("smog"))
    cast.plan.themes.add(theme)
    with pytest.raises(Unmergeable, match="named by Case study “bengaluru-plan”"):
        remove(theme)
    with pytest.raises(Unmergeable, match="named by Theme “smoke”"):
        remove(theme.parent)
    cast.plan.themes.remove(theme)
    remove(theme)
    assert list(Theme.objects.filter(slug__in=["smoke", "smog"])) == [theme.parent]


# The admin


def test_no_new_entry_gets_a_former_slug(admin_client, cast):
    former(Theme, "clean-air", "air-quality")
    former(Theme, "smog")
    page = reverse("admin:casestudies_theme_add")
    sent = {"name_en": "Air", "name_zh_hans": "空气", "order": "0"}
    answer = admin_client.post(page, sent | {"slug": "clean-air"}).text
    assert "The address of this slug leads to “Air quality”" in answer
    answer = admin_client.post(page, sent | {"slug": "smog"}).text
    assert "What had this slug was removed, and its address says so." in answer
    assert admin_client.post(page, sent | {"slug": "smoke"}).status_code == 302


def test_entry_that_others_were_merged_into_is_not_deleted(admin_client, cast):
    unused = make.indicator("unused", family=IndicatorFamily.objects.first())
    former(Indicator, "old", "unused")
    page = reverse("admin:casestudies_indicator_delete", args=[unused.pk])
    assert "“old” was merged into “Unused”, and its address leads there." in admin_client.get(page).text
    admin_client.post(page, {"post": "yes"})
    assert Indicator.objects.filter(slug="unused").exists()
