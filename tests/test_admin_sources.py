"""A source, or a passage of it, is not taken from under what rests on it."""

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, Citation, Passage, Source, Transfer
from tests import factories as make

from .test_admin import a_case, both, in_english  # noqa: F401 a fixture of all tests here
from .test_admin_cases import form
from .test_admin_publication import act, state
from .test_admin_roles import REASON, user  # noqa: F401

pytestmark = pytest.mark.django_db
ALONE = "Facts on the site cite nothing else. Cite another source, or tick this."


@pytest.fixture
def case():
    """A public case whose four facts rest on one source."""
    one = a_case()
    one.publish()
    one.save()
    return one


@pytest.fixture
def source(case):
    Source.objects.update(published_at=case.published_at)
    return Source.objects.get()


def with_another_source(*facts: Citation) -> Source:
    other = make.source("report")
    passage = make.passage(other, "one")
    for citation in facts:
        citation.pk, citation.passage = None, passage
        citation.save()
    return other


def test_the_page_of_withdrawal_lists_what_rests_on_the_source(admin_client, case, source):
    with_another_source(*Citation.objects.filter(step__isnull=False))
    answer, _messages = act(admin_client, "withdraw", source)
    link = f'<a href="{reverse("admin:casestudies_casestudy_change", args=[case.pk])}">Case 1</a>'
    assert link in answer.text
    assert [(one.facts, one.alone) for one in answer.context["form"].resting] == [(4, 3)]


@pytest.mark.once
def test_a_source_is_not_withdrawn_while_facts_on_the_site_cite_nothing_else(admin_client, case, source):
    answer, _messages = act(admin_client, "withdraw", source, **REASON)
    assert answer.context["form"].errors == {"with_records": [ALONE]}
    assert (state(source), state(case)) == ("published", "published")


@pytest.mark.once
def test_what_rests_on_it_alone_is_withdrawn_in_the_same_step_on_request(admin_client, case, source):
    _answer, messages = act(admin_client, "withdraw", source, with_records="on", **REASON)
    assert messages == ["1 case study withdrawn.", "1 source withdrawn."]
    assert (state(source), state(case)) == ("withdrawn", "withdrawn")
    assert CaseStudy.objects.get().withdrawn_because_en == REASON["withdrawn_because_en"]


@pytest.mark.once
def test_a_source_is_withdrawn_if_all_facts_cite_another_one_too(admin_client, case, source):
    with_another_source(*Citation.objects.all())
    answer, _messages = act(admin_client, "withdraw", source)
    assert "with_records" not in answer.context["form"].fields
    act(admin_client, "withdraw", source, **REASON)
    assert (state(source), state(case)) == ("withdrawn", "published")


@pytest.mark.once
def test_a_citation_of_another_source_that_is_not_public_does_not_help(admin_client, case, source):
    other = with_another_source(*Citation.objects.all())
    Source.objects.filter(pk=other.pk).update(state="draft")
    answer, _messages = act(admin_client, "withdraw", source, **REASON)
    assert answer.context["form"].errors == {"with_records": [ALONE]}


def test_a_transfer_that_rests_on_it_alone_stands_in_the_way_unless_it_leaves_with_a_record(
    admin_client, case, source
):
    ends = {"from_organisation": make.network("iclei"), "to_organisation": make.network("c40")}
    transfer = Transfer.objects.create(key="moved", manner="advised", **ends, **both("what", "Zones", "区域"))
    Citation.objects.create(passage=Passage.objects.get(), anchor="首个", transfer=transfer)
    answer, _messages = act(admin_client, "withdraw", source, with_records="on", **REASON)
    assert "These would have a fact without citation, and you can’t withdraw them" in answer.text
    assert (state(source), state(case)) == ("published", "published")
    transfer.from_organisation, transfer.from_case = None, case
    transfer.save()
    act(admin_client, "withdraw", source, with_records="on", **REASON)
    assert (state(source), state(case)) == ("withdrawn", "withdrawn")


@pytest.mark.once
def test_drafts_that_cite_it_do_not_stand_in_the_way(admin_client, source):
    CaseStudy.objects.update(state="draft")
    answer, _messages = act(admin_client, "withdraw", source)
    assert answer.context["form"].resting == []
    act(admin_client, "withdraw", source, **REASON)
    assert state(source) == "withdrawn"


# Cutting passages


@pytest.fixture
def page(source) -> str:
    """Of a source with two passages, of which facts on the site cite the first."""
    Passage.objects.update(opening="一、背景")
    make.passage(source, "two", order=2, opening="二、做法")
    return reverse("admin:casestudies_source_change", args=[source.pk])


NEW = {
    "passages-TOTAL_FORMS": 3, "passages-2-order": 3, "passages-2-slug": "three", "passages-2-opening": "三、结果",
    **both("passages-2-locator", "Three", "三"),
}  # fmt: skip
CUTS = {
    "other opening words": {"passages-0-opening": "背景"},
    "the next one begins elsewhere": {"passages-1-opening": "做法"},
    "the next one deleted": {"passages-1-DELETE": "on"},
    "one put between": NEW | {"passages-1-order": 3, "passages-2-order": 2},
}  # fmt: skip


@pytest.mark.parametrize("cut", CUTS)
def test_a_passage_that_facts_on_the_site_cite_is_not_cut_anew(admin_client, case, page, cut):
    before = list(Passage.objects.order_by("order").values_list("slug", "opening"))
    sent = form(admin_client, page) | CUTS[cut]
    answer = admin_client.post(page, sent)
    assert answer.status_code == 200
    assert "“Bogotá, Results” proves 4 facts on the site, of “Case 1”." in answer.text
    assert list(Passage.objects.order_by("order").values_list("slug", "opening")) == before
    case.state = "withdrawn"
    case.save()
    assert admin_client.post(page, sent).status_code == 302


@pytest.mark.once
def test_a_passage_behind_one_that_nothing_cites_is_added_and_where_to_look_is_corrected_at_any_time(
    admin_client, page
):
    sent = form(admin_client, page) | both("passages-0-locator", "Bogotá, page 9", "波哥大，第 9 页")
    assert admin_client.post(page, sent | NEW).status_code == 302
    assert [passage.slug for passage in Passage.objects.order_by("order")] == ["bogota", "two", "three"]
    assert Passage.objects.get(slug="bogota").locator_en == "Bogotá, page 9"
