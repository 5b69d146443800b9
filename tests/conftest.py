import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Page, expect, sync_playwright

from casestudies.head.conditional import pages
from casestudies.management.commands.compile_catalogues import compile_catalogues
from casestudies.models import ContentLoad, ContentVersion, Place
from tests.api import ROOT
from tests.browser import ARGUMENTS, MISSING, find_chromium
from tests.cast import Copies, Copy, Stage, build
from tests.curators import logged_in
from tests.lists import address
from tests.reading import Reading
from tests.served import database_url
from tests.shares import CONTENT
from tests.visitors import FilesThatStay, Visitors

ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
# It starts a PostgreSQL of its own: once, in the run on SQLite.
collect_ignore = ["test_database_faults.py"] if ON_POSTGRESQL else []
PATIENCE = 60_000  # milliseconds for the browser to show what it should: far more than it takes
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--made", metavar="DATABASE", help="copy this one, where the tables are; with --reuse-db")
    parser.addoption("--answers", type=Path, metavar="FOLDER", help="compare what both databases answer there")


def pytest_configure() -> None:
    list(compile_catalogues(settings.LOCALE_PATHS))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not look through it each time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, pytestconfig, tmp_path_factory) -> None:
    """SQLite in a file: in memory, the live server would share one connection, and its transactions."""
    test, made = settings.DATABASES["default"]["TEST"], pytestconfig.getoption("made")
    if not ON_POSTGRESQL:
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        if made:
            shutil.copyfile(made, test["NAME"])
    elif made:
        test |= {"NAME": f"test_{os.getpid()}", "TEMPLATE": made}


@pytest.fixture(autouse=True)
def nothing_held(request) -> None:
    """Each test starts as a process does; those of the content that ships, which is large, as one that runs."""
    if CONTENT not in request.fixturenames:
        pages.clear()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language to the thread: each test starts in English."""
    with translation.override("en"):
        yield


def commits(item: pytest.Item) -> bool:
    """Whether a test needs the database without a transaction around it."""
    marker = item.get_closest_marker("django_db")
    return not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames) or bool(
        marker and marker.kwargs.get("transaction")
    )


def asks_database(item: pytest.Item) -> bool:
    return "db" in item.fixturenames or commits(item) or item.get_closest_marker("django_db") is not None


def differs(item: pytest.Item) -> bool:
    """Whether another database may answer otherwise."""
    return item.get_closest_marker("once") is None or item.get_closest_marker("everywhere") is not None


def is_on_stage(item: pytest.Item) -> bool:
    return "cast" in item.fixturenames and not commits(item)


@pytest.hookimpl(tryfirst=True)  # before the options -k and -m choose
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """First the tests of the cast, which is made once for all of them; those of the content that ships in the end.

    On PostgreSQL only those that ask a database and may find another answer there; all others run on SQLite.
    """
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("once")
        if {"browser", CONTENT}.intersection(item.fixturenames):
            item.add_marker("waiting")
    if ON_POSTGRESQL:
        here = [item for item in items if asks_database(item) and differs(item)]
        config.hook.pytest_deselected(items=list(set(items).difference(here)))
        items[:] = here
    items.sort(key=lambda item: (CONTENT in item.fixturenames, not is_on_stage(item)))


@pytest.fixture(scope="session")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    stage = Stage()
    yield stage
    with django_db_blocker.unblock():
        stage.clear()


@pytest.fixture(scope="class", autouse=True)
def stage_is_set(request) -> None:
    """Outside of the transaction of the test, and so not in the scope of a function: ours are each a class of one."""
    item = request.node
    if asks_database(item):
        stage = request.getfixturevalue("stage")
        with request.getfixturevalue("django_db_blocker").unblock():
            stage.set() if is_on_stage(item) else stage.clear()


@pytest.fixture(scope="session")
def copies_of_the_content():
    return Copies(lambda: call_command("load_fixtures", verbosity=0))


@pytest.fixture
def content(transactional_db, copies_of_the_content):
    """The content that ships, where a browser can see it."""
    copies_of_the_content.make()


@pytest.fixture
def cast(db, stage):
    """The small world of tests/cast.py, which the test may change as it likes."""
    return Copy(stage.cast) if stage.cast else build()


@pytest.fixture
def located(cast):
    """The cast, in which Bogotá and Rio have coordinates, Bengaluru none."""
    positions = {"bogota": ("4.60971", "-74.08175"), "rio-de-janeiro": ("-22.90642", "-43.18223")}
    for slug, (latitude, longitude) in positions.items():
        Place.objects.filter(slug=slug).update(latitude=latitude, longitude=longitude, dataset="GeoNames")
    return cast


@pytest.fixture
def loaded(cast):
    """The cast, with a version of the content, loaded on 18 September 2025."""
    load = ContentLoad.objects.create(digest="0123456789abcdef")
    ContentLoad.objects.update(loaded_at="2025-09-18T12:00:00Z")
    cast.load = load
    return cast


@pytest.fixture
def outside(monkeypatch):
    """What a process of its own finds in its environment."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")


@pytest.fixture
def admin_client(db, admin_user):
    return logged_in(admin_user)


@pytest.fixture
def read_text(client):
    def read(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return read


@pytest.fixture(scope="session")
def pages_of_the_cast() -> dict[str, Reading]:
    return {}


@pytest.fixture
def page_at(client, cast, stage, pages_of_the_cast):
    """Read a page of the cast: `page_at("/cities/bogota/")`. All tests share it, for as long as the cast is unchanged.

    Not for tests of how an answer is made, or with other settings: they ask `client`.
    """

    def page_at(path: str) -> Reading:
        known = pages_of_the_cast if ContentVersion.current().token == stage.token else {}
        if path not in known:
            known[path] = Reading(client.get(path))
        return known[path]

    return page_at


@pytest.fixture
def read_list(client, cast):
    """Read a list of the cast: `read("cities", "region=africa")`."""

    def read(name, query="", language="en", **headers) -> Reading:
        response = client.get(address(name, query, language), headers=headers, follow=True)
        assert response.status_code == 200, response.content.decode()
        return Reading(response)

    return read


@pytest.fixture
def read_api(client, cast):
    """The JSON at an address of the cast: `read("cities/bogota/")`."""

    def read(path, status=200):
        response = client.get(f"{ROOT}/{path}")
        assert response.status_code == status, response.content.decode()
        return response.json()

    return read


@pytest.fixture(scope="session")
def browser(stage, django_db_blocker) -> Iterator[Browser]:
    # The event loop of Playwright gives this thread another connection: end the transaction of this one first.
    with django_db_blocker.unblock():
        stage.clear()
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def files_that_stay() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", FilesThatStay)
        yield


@pytest.fixture(scope="session")
def live_server(files_that_stay, live_server):
    return live_server


@pytest.fixture(scope="session")
def visitors(browser, live_server) -> Visitors:
    return Visitors(browser, live_server.url, PATIENCE)


@pytest.fixture
def new_page(visitors, live_server) -> Iterator[Callable[..., Page]]:
    """Open pages of the live server; one that reports an error, say a breach of the CSP, fails the test.

    `new_page("zh-hans", PHONE)` is a Chinese reader's phone; a `script` runs before those of the site, since one of
    `add_init_script` would stay for the next test; other options go to Playwright's `new_context`.
    """

    def new_page(language: str = "en", viewport: dict[str, int] = DESKTOP, **options) -> Page:
        return visitors.come(language, viewport, **options)

    yield new_page
    assert visitors.leave() == []


@pytest.fixture
def page_of(new_page, live_server) -> Callable[..., Page]:
    """A page of somebody who has logged in: `page_of(admin_user)`, with options as for `new_page`."""

    def page_of(user: AbstractBaseUser, language: str = "en", **options) -> Page:
        client = Client()
        client.force_login(user)
        page = new_page(language, **options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return page_of
