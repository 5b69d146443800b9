"""The description of the API: complete, valid, and what the API keeps to."""

import json
import re

import pytest
import schemathesis
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks

from casestudies.api import description, urls
from casestudies.filters.facet_kinds import ChoiceFacet
from casestudies.filters.range_kinds import RangeFilter
from casestudies.serializers.examples import FIRST_ZONE, SITE
from tests.answers import ANSWERS
from tests.lists import LISTED
from tests.reading import Reading, Tags, attribute, texts
from tests.test_api_answers import everything

pytestmark = pytest.mark.once

DOCUMENT = description.document()
PATHS = DOCUMENT["paths"]
ROOT = "/api/v1"


def parameters(path: str) -> dict[str, dict]:
    return {one["name"]: one for one in PATHS[path]["get"]["parameters"]}


def conforms(answer, schema: dict) -> None:
    Draft202012Validator(schema | {"components": DOCUMENT["components"]}).validate(answer)


def test_description_is_valid_and_made_without_a_warning_or_a_database():
    call_command("spectacular", validate=True, fail_on_warn=True, file="/dev/null")
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["servers"] == [{"url": settings.SITE_URL}]


def test_description_is_served_as_json_and_as_yaml(client, db):
    served = client.get(f"{ROOT}/openapi.json")
    assert served["Content-Type"] == "application/vnd.oai.openapi+json"
    assert served.json() == json.loads(json.dumps(DOCUMENT))
    assert client.get(f"{ROOT}/openapi.yaml").content.startswith(b"openapi: 3.1.0\n")
    assert client.get(f"{ROOT}/openapi.json?lang=zh").status_code == 400
    assert client.get(f"{ROOT}/openapi.html").status_code == 404


def test_every_address_is_described_and_only_read():
    assert {f"{ROOT}/{name}/" for name in LISTED} <= set(PATHS)
    assert all(set(methods) == {"get"} for methods in PATHS.values())
    assert len(PATHS) == len(urls.urlpatterns) - 3  # the root, the description, and what is not found


@pytest.mark.parametrize("name", LISTED)
def test_every_parameter_of_a_list_is_described_with_its_values(name):
    """Names, labels and values are those of the FilterSet that reads them."""
    filterset, known = LISTED[name].filters, parameters(f"{ROOT}/{name}/")
    assert list(known) == [*filterset.base_filters, "sort", "page", "page_size"]
    for at, filter in filterset.base_filters.items():
        schema = known[at]["schema"]
        if at == "q":
            assert schema == {"type": "string", "maxLength": 100}
        elif isinstance(filter, RangeFilter):
            assert known[at]["description"].startswith(f"{filter.range.label}: ")
            assert set(schema) == {"type", "pattern"}
        else:
            assert known[at]["description"].startswith(f"{filter.label}: any of these values")
            assert set(schema["items"]) & {"enum", "pattern"}
        if isinstance(filter, ChoiceFacet):
            assert schema["items"]["enum"] == filter.enum.values
    assert known["sort"]["schema"]["enum"] == list(filterset.sorts)
    assert known["sort"]["schema"]["default"] == filterset.default_sort()


@pytest.mark.parametrize(("name", "query", "rows"), [answer for answer in ANSWERS if answer[1]])
def test_values_that_work_are_values_that_the_description_allows(name, query, rows):
    known = parameters(f"{ROOT}/{name}/")
    for pair in query.split("&"):
        parameter, value = pair.split("=")
        schema = known[parameter]["schema"]
        conforms([value] if schema["type"] == "array" else value, schema)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_of_an_address_is_described(path):
    """A record with a state, and what belongs to one, can have moved or be withdrawn; a vocabulary can not.

    A transfer has one address for good, and can be deleted.
    """
    answers = PATHS[path]["get"]["responses"]
    stateless = re.search(r"/(sdg-targets|units|families)/", path)
    more = {"301", "410"} if "{" in path and not stateless else set()
    more -= {"301"} if "/transfers/" in path else set()
    assert set(answers) == {"200", "304", "400", "404"} | more
    assert all(answer["description"] for answer in answers.values())
    for status in set(answers) & {"400", "404", "410"}:
        assert list(answers[status]["content"]) == ["application/problem+json"]
    assert list(answers["200"]["content"]) == ["application/json"]


def test_every_answer_of_the_cast_conforms_to_its_schema(client, cast):
    patterns = {re.compile(re.sub(r"\{\w+\}", "[-a-zA-Z0-9_]+", path)): path for path in PATHS}
    for address, body in everything(client).items():
        (path,) = (path for pattern, path in patterns.items() if pattern.fullmatch(address.partition("?")[0]))
        conforms(json.loads(body), PATHS[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"])


def test_problems_conform_to_their_schemas(client, cast):
    for path, status in {"cities/?x=1": 400, "cities/x/": 404, "case-studies/bogota-lane/": 410}.items():
        address = f"{ROOT}/{path}".partition("?")[0].replace("/x/", "/{slug}/").replace("/bogota-lane/", "/{slug}/")
        schema = PATHS[address]["get"]["responses"][str(status)]["content"]["application/problem+json"]["schema"]
        response = client.get(f"{ROOT}/{path}")
        assert response.status_code == status
        conforms(response.json(), schema)


def test_outcomes_have_an_example_which_is_the_content_that_ships(client, content):
    listed, single = (
        PATHS[f"{ROOT}/outcomes/{path}"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
        for path in ("", "case/{owner}/{key}/")
    )
    assert listed["AFigureOfBogotá"]["value"]["results"] == [FIRST_ZONE]
    assert single["AFigureOfBogotá"]["value"] == FIRST_ZONE
    answer = client.get(FIRST_ZONE["api_url"].removeprefix(SITE)).content.decode()
    assert json.loads(answer.replace(settings.SITE_URL, SITE)) == FIRST_ZONE


# The page


@pytest.fixture(params=["", "/zh-hans"], ids=["en", "zh-hans"])
def page(request, client, db):
    return Reading(client.get(f"{request.param}/api/"))


def test_page_shows_every_address_parameter_and_schema_of_the_description(page):
    shown = [texts(heading) for heading in page.all("h4")]
    assert sorted(shown) == sorted(f"GET {path}" for path in PATHS)
    for path in PATHS:
        for name, parameter in parameters(path).items():
            if parameter["in"] == "query":
                section = page.one("section", id=path.split("/")[3])
                assert name in [texts(row) for row in page.all("th", section, scope="row")]
    status = texts(page.one("section", id="programmes"))
    for value in LISTED["programmes"].filters.base_filters["kind"].enum.values:
        assert value in status
    schemas = {name for name in DOCUMENT["components"]["schemas"] if not name.startswith("Paginated")}
    assert schemas <= {attribute(section, "id") for section in page.all("section", id=None)}


def test_page_keeps_the_policy_and_its_links_lead_somewhere(client, page):
    tags = Tags(page.html)
    assert tags.inline == []
    ids = [attributes["id"] for _, attributes in tags.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {attribute(link, "href") for link in page.all("a", page.one("main"), href=None)}
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    for link in (link for link in links if not link.startswith("#")):
        assert client.get(link).status_code == 200


def test_frame_of_the_page_is_in_its_language_and_the_description_in_english(page):
    chinese = attribute(page.one("html"), "lang") == "zh-Hans"
    assert texts(page.one("h1")) == ("数据接口（API）" if chinese else "Data for programs (API)")
    assert attribute(page.one("section", id="outcomes"), "lang") == "en"
    heads = {texts(head) for head in page.all("th", page.one("section", id="Outcome"), scope="col")}
    assert heads == ({"名称", "类型", "含义"} if chinese else {"Name", "Type", "Meaning"})


def test_page_refuses_parameters(client, db):
    assert client.get("/api/?x=1").status_code == 400


# What a stranger's program would try


@pytest.fixture
def there(client, cast) -> dict[str, list[dict]]:
    """For each path of the description what its variables are in the cast."""
    return addresses_of(everything(client))


@pytest.fixture
def one_connection(cast):
    """What the cast is in, kept from request to request, as Django's own test client keeps it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_dict(json.loads(json.dumps(DOCUMENT)))
schema.app = get_wsgi_application()
load_all_checks()
PLAIN = {"Accept-Encoding": "identity"}
# Slugs that the description allows need not be there: 400 and 404 are right answers to them.
ABOUT_CONTENT = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
OPERATIONS = [found.ok() for found in schema.get_all_operations()]
bounded = bounds(
    max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def test_no_request_is_a_fault_or_gets_an_answer_that_is_not_described(there, one_connection):
    """Of each operation what is described, what is not, and what is there: status, type, headers, body."""
    answered = {operation.path: ask(operation, there.get(operation.path, [])) for operation in OPERATIONS}
    assert set(answered) == set(PATHS)
    assert all(answered.values())
    assert {path for path in there if 200 not in answered[path]} == set()


def ask(operation, there: list[dict]) -> set[int]:
    """The statuses of so many answers of an operation, each held to the description."""
    statuses = set()

    @given(data=st.data())
    @bounded
    def examples(data):
        case = data.draw(operation.as_strategy(generation_mode=data.draw(st.sampled_from(GenerationMode))))
        if there:
            case.path_parameters = data.draw(st.sampled_from([case.path_parameters, *there]))
        response = case.call_and_validate(headers=PLAIN, excluded_checks=ABOUT_CONTENT)
        statuses.add(response.status_code)

    examples()
    for variables in there[:1]:
        response = operation.Case(path_parameters=variables).call_and_validate(
            headers=PLAIN, excluded_checks=ABOUT_CONTENT
        )
        statuses.add(response.status_code)
    return statuses


def addresses_of(found: dict[str, str]) -> dict[str, list[dict]]:
    """For each path of the description what its variables are at the addresses found."""
    patterns = {path: re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[-a-zA-Z0-9_]+)", path)) for path in PATHS}
    return {
        path: known
        for path, pattern in patterns.items()
        if (known := [match.groupdict() for at in found if (match := pattern.fullmatch(at)) and match.groupdict()])
    }
