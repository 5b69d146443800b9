"""Two server processes on one database: what one of them writes, the other shows with its next request."""

import re
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from bench import servers
from casestudies.models import CaseStudy

from .faults import TOKEN
from .test_admin_cases import Fields, one
from .test_fixture_tree import edit, write_tree  # noqa: F401 the fixture

pytestmark = pytest.mark.waiting

CASE = "/admin/casestudies/casestudy/"


class NotFollowed(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Process:
    """A server, asked as a visitor with `get` and as a curator with `form` and `post`."""

    opener = build_opener(NotFollowed)

    def __init__(self, server: servers.Server, session: str):
        self.root = f"http://127.0.0.1:{server.port}"
        self.curator = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"}

    def get(self, path: str, headers=None) -> tuple[int, str]:
        return self._ask(Request(self.root + path, headers=headers or {}))  # noqa: S310 our own server

    def form(self, path: str) -> dict[str, str]:
        return {name: one(value) for name, value in Fields(self.get(path, self.curator)[1]).data.items()}

    def post(self, path: str, data: dict) -> None:
        """A form that is accepted; the answer is a redirect."""
        body = urlencode(data | {"csrfmiddlewaretoken": TOKEN}, doseq=True).encode()
        status, text = self._ask(Request(self.root + path, body, self.curator))  # noqa: S310
        assert status == 302, text

    def _ask(self, request: Request) -> tuple[int, str]:
        with ExitStack() as stack:
            try:
                response = stack.enter_context(self.opener.open(request, timeout=60))
            except OSError as error:  # urllib raises what is no 2xx, which is an answer too
                response = stack.enter_context(error)
            return response.status, response.read().decode()


@pytest.fixture
def world(transactional_db, tree) -> Path:
    """A small world from files, published. Its one duration is as exact as the anchor, as the admin asks for."""
    edit(tree, "cases/bogota-air.yaml", "  months_qualifier: about\n", "")
    call_command("load_fixtures", str(tree), verbosity=0)
    return tree


@pytest.fixture
def two(world, outside, admin_user, tmp_path):
    client = Client()
    client.force_login(admin_user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with servers.ours(1, tmp_path / "first.log") as first, servers.ours(1, tmp_path / "second.log") as second:
        assert first.workers != second.workers
        yield Process(first, session), Process(second, session)


def shown(process: Process) -> dict[str, object]:
    """What a visitor sees of the cases of Colombia, at each door."""
    page = process.get("/case-studies/?country=colombia")[1]
    profile = process.get("/cities/bogota/")[1]
    return {
        "count": re.search(r'class="results-count"[^>]*>\s*<b>(\d+)</b>', page)[1],
        "themes": re.findall(r'id="facet-theme-([-\w]+)"', page),
        "titles": re.findall(r"(?:Clean air|Air) in Bogotá(?: again)?", page)[:1],
        "profile": re.findall(r"(?:Clean air|Air) in Bogotá(?: again)?", profile)[:1],
        "csv": len(process.get("/case-studies.csv?country=colombia")[1].splitlines()) - 1,
        "api": int(re.search(r'"count":\s*(\d+)', process.get("/api/v1/case-studies/?country=colombia")[1])[1]),
        "page": process.get("/case-studies/bogota-air/")[0],
    }


def test_edit_import_and_withdrawal_in_one_process_show_in_the_other_at_once(two, world):
    first, second = two
    case = CaseStudy.objects.get()
    expected = {
        "count": "1",
        "themes": ["air", "smog"],
        "titles": ["Air in Bogotá"],
        "profile": ["Air in Bogotá"],
        "csv": 1,
        "api": 1,
        "page": 200,
    }
    for process in (first, second, first, second):  # once made, once held
        assert shown(process) == expected

    changes = {"title_en": "Clean air in Bogotá", "title_zh_hans": "波哥大的清洁空气", "_save": "1"}
    first.post(f"{CASE}{case.pk}/change/", first.form(f"{CASE}{case.pk}/change/") | changes)
    expected |= {"titles": ["Clean air in Bogotá"], "profile": ["Clean air in Bogotá"]}
    assert shown(second) == shown(first) == expected

    edit(world, "terms/themes.yaml", "slug: smog", "slug: smoke")
    edit(world, "methods/methods.yaml", "themes: [smog]", "themes: [smoke]")
    text = (world / "cases/bogota-air.yaml").read_text(encoding="utf-8")
    (world / "cases/bogota-more.yaml").write_text(
        text.replace("slug: bogota-air", "slug: bogota-more").replace("Air in Bogotá", "Air in Bogotá again"),
        encoding="utf-8",
    )
    call_command("load_fixtures", str(world), verbosity=0)  # in this process, which is a third one
    expected |= {"count": "2", "csv": 2, "api": 2}
    found = shown(second)
    assert found == shown(first)
    assert (found["count"], found["csv"], found["api"], found["profile"]) == ("2", 2, 2, ["Clean air in Bogotá"])

    for record in CaseStudy.objects.all():
        second.post(
            CASE,
            {
                "action": "withdraw",
                "_selected_action": [record.pk],
                "withdrawn_because_en": "Told twice.",
                "withdrawn_because_zh_hans": "重复。",
                "confirmed": "1",
            },
        )
    for process in (first, second):
        found = shown(process)
        assert (found["count"], found["themes"], found["csv"], found["api"], found["page"]) == ("0", [], 0, 0, 410)
