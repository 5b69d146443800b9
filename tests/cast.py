"""The small world of the tests. Three cities clear their air, and not everything about them is public.

World
├─ Latin America
│  ├─ Colombia ── Bogotá 波哥大, once Santa Fe de Bogotá; temperate (Cfb), 7,674,366 people
│  └─ Brazil ──── Rio de Janeiro 里约热内卢; tropical (Aw)
├─ South and West Asia
│  └─ India ───── Karnataka ── Bengaluru 班加罗尔, or Bangalore; tropical (Aw)
└─ Africa         nothing yet

Air quality ▸ Clean air zones        Transport ▸ Cycling

case      where      themes            with   steps: method, months        stage      ran        figures
zone      Bogotá     clean-air-zones   C40,   evidence ~9, support 6,      under way  2022–2024  first-zone, fine-dust
                                       fund   agree                                              in ZUMA
campaign  Rio        transport         C40    evidence ~9                  completed  2024       none
plan      Bengaluru  air-quality,      C40    evidence ~6, support 9–12               –          people
                     cycling
ferry     Rio        transport         fund   evidence 1                   a draft: nobody may see it
lane      Bogotá     transport         –      –                            withdrawn: “Told twice.”

newest first: plan, campaign, zone.  C40 published the one source; Bogotá is a member of it.
zone once was “bogota-zone”.  ZUMA is Bogotá's programme, Old Plan a withdrawn one that zone took part in too.
C40 held the Clean Air Forum in Bogotá in May 2023.  The glossary says what a low-emission zone is.
Bengaluru and the Clean Air Fund advised Rio and ZUMA on sensors in 2024.
Lessons: slow-but-lasting (zone), ask-people (plan), secret (ferry).
plan has results in English only; the Clean Air Fund a description in Chinese only.
"""

import datetime
import sqlite3
from collections.abc import Callable
from copy import deepcopy
from types import SimpleNamespace

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from casestudies.models import ContentVersion, FormerSlug

from . import factories as make
from .factories import both, climate


def build() -> SimpleNamespace:
    """All of it, each by its short name: `cast.zone`, `cast.bogota`, `cast.evidence`."""
    it = SimpleNamespace()
    _places(it)
    _themes_and_actors(it)
    _cases(it)
    _facts(it)
    _sources(it)
    return it


def _places(it):
    world = make.place("world", "world", None)
    it.latin_america = make.place("latin-america", "region", world, **both("name", "Latin America", "拉丁美洲"))
    it.asia = make.place("south-and-west-asia", "region", world, **both("name", "South and West Asia", "南亚和西亚"))
    it.africa = make.place("africa", "region", world, **both("name", "Africa", "非洲"))
    it.colombia = make.place("colombia", "country", it.latin_america, **both("name", "Colombia", "哥伦比亚"))
    it.brazil = make.place("brazil", "country", it.latin_america, **both("name", "Brazil", "巴西"))
    it.india = make.place("india", "country", it.asia, **both("name", "India", "印度"))
    it.karnataka = make.place("karnataka", "territory", it.india, **both("name", "Karnataka", "卡纳塔克邦"))
    it.bogota = make.city(
        "bogota",
        it.colombia,
        population=7_674_366,
        dataset="GeoNames",
        **climate("Cfb"),
        **both("name", "Bogotá", "波哥大"),
        **both("aliases", "Santa Fe de Bogotá", "圣菲波哥大"),
    )
    it.rio = make.city("rio-de-janeiro", it.brazil, **climate("Aw"), **both("name", "Rio de Janeiro", "里约热内卢"))
    it.bengaluru = make.city(
        "bengaluru",
        it.karnataka,
        **climate("Aw"),
        **both("name", "Bengaluru", "班加罗尔"),
        **both("aliases", "Bangalore", "邦加罗尔"),
    )


def _themes_and_actors(it):
    it.air = make.theme("air-quality", order=1, **both("name", "Air quality", "空气质量"))
    it.zones = make.theme("clean-air-zones", parent=it.air, order=2, **both("name", "Clean air zones", "清洁空气区"))
    it.transport = make.theme("transport", order=3, **both("name", "Transport", "交通"))
    it.cycling = make.theme("cycling", parent=it.transport, order=4, **both("name", "Cycling", "骑行"))
    it.c40 = make.network("c40", acronym="C40", **both("name", "C40 Cities Climate Leadership Group", "C40 城市集团"))
    it.forum = make.event(
        "clean-air-forum",
        [it.c40],
        place_id=it.bogota.pk,
        started=datetime.date(2023, 5, 1),
        started_precision="month",
        **both("name", "Clean Air Forum", "清洁空气论坛"),
        **both("people", "The mayor opened it.", "市长致开幕辞。"),
        **both("summary", "Cities met to talk about clean air.", "各城市就清洁空气展开讨论。"),
    )
    it.term = make.term(
        "low-emission-zone",
        [it.zones],
        **both("name", "Low-emission zone", "低排放区"),
        **both("definition", "Where the dirtiest vehicles may not go.", "限制高排放车辆进入的区域。"),
    )
    it.fund = make.organisation(
        "clean-air-fund", description_zh_hans="资助清洁空气项目。", **both("name", "Clean Air Fund", "清洁空气基金")
    )
    it.hidden_fund = make.organisation("hidden-fund", state="draft")
    it.member = make.membership(it.c40, it.bogota)
    it.zuma = make.programme(
        "zuma",
        kind="plan",
        jurisdictions=[it.colombia],
        themes=[it.zones],
        started=datetime.date(2022, 1, 1),
        started_precision="year",
        **both("name", "Urban Zones for Better Air", "改善空气城市区域"),
    )
    it.old_plan = make.programme(
        "old-plan",
        state="withdrawn",
        **both("name", "Old Plan", "旧计划"),
        **both("withdrawn_because", "It never started.", "从未启动。"),
    )


def _day(year, month, day=1):
    return {"published_at": datetime.datetime(year, month, day, tzinfo=datetime.UTC)}


def _years(first, last):
    started, ended = datetime.date(first, 1, 1), datetime.date(last, 1, 1)
    return {"started": started, "started_precision": "year", "ended": ended, "ended_precision": "year"}


def _cases(it):
    it.zone = make.case(
        "bogota-clean-air-zone",
        [it.bogota],
        [it.zones],
        [it.zuma, it.old_plan],
        stage="under-way",
        **_day(2025, 1),
        **_years(2022, 2024),
        **both("title", "Clean air zones that put equity first", "以公平为先的清洁空气区"),
        **both("summary", "Bogotá designed a zone for cleaner air.", "波哥大设计了清洁空气区。"),
        **both("background", "Bogotá designed a **zone** with C40.", "波哥大与 C40 设计了一个**区域**。"),
    )
    FormerSlug.objects.create(kind="casestudy", slug="bogota-zone", current="bogota-clean-air-zone")
    it.campaign = make.case(
        "rio-campaign",
        [it.rio],
        [it.transport],
        stage="completed",
        **_day(2025, 2),
        **_years(2024, 2024),
        **both("title", "A campaign for a low emission zone", "低排放区宣传活动"),
    )
    it.plan = make.case(
        "bengaluru-plan",
        [it.bengaluru],
        [it.air, it.cycling],
        level="several",
        results_en="The plan has five priorities.",
        **_day(2025, 3),
        **both("title", "Planning for clean air", "空气质量规划"),
    )
    it.ferry = make.case(
        "rio-ferry", [it.rio], [it.transport], state="draft", **both("title", "Secret ferries", "秘密渡轮")
    )
    it.lane = make.case(
        "bogota-lane",
        [it.bogota],
        [it.transport],
        state="withdrawn",
        **both("title", "Forgotten lane", "被遗忘的车道"),
        **both("withdrawn_because", "Told twice.", "重复收录。"),
    )
    for case, actor, role in [
        (it.zone, it.c40, "partner"),
        (it.zone, it.fund, "funder"),
        (it.campaign, it.c40, "partner"),
        (it.plan, it.c40, "adviser"),
        (it.ferry, it.fund, "funder"),
    ]:
        make.involvement(case, actor, role)


def _facts(it):
    it.evidence = make.method(
        "build-evidence-base", [it.air], **both("name", "Build the evidence base", "建立证据基础")
    )
    it.support = make.method(
        "win-public-support", [it.transport], **both("name", "Win public support", "争取公众支持")
    )
    about = {"months_qualifier": "about"}
    it.zone_evidence = make.step(it.zone, "evidence", it.evidence, 9, **about)
    make.step(it.zone, "support", it.support, 6)
    make.step(it.zone, "agree")
    it.campaign_evidence = make.step(it.campaign, "evidence", it.evidence, 9, **about)
    it.plan_evidence = make.step(it.plan, "evidence", it.evidence, 6, **about)
    make.step(it.plan, "support", it.support, 9, months_upper=12)
    make.step(it.ferry, "evidence", it.evidence, 1)
    it.slow = make.lesson(
        "slow-but-lasting",
        case=it.zone,
        themes=[it.zones],
        **both("title", "Working together is slow but lasts", "慢而持久"),
    )
    it.ask = make.lesson("ask-people", "advice", case=it.plan, themes=[it.transport])
    it.secret = make.lesson("secret", case=it.ferry, themes=[it.transport])
    it.first_zone = make.outcome(
        "first-zone", case=it.zone, accumulation="at-date", ended=datetime.date(2023, 9, 1), ended_precision="month"
    )
    it.fine_dust = make.outcome(
        "fine-dust",
        "-65.9",
        "下降 65.9%",
        case=it.zone,
        order=2,
        kind="percent-change",
        status="observed",
        indicator=make.indicator("pm2-5", dimension="ratio", **both("name", "PM2.5", "PM2.5")),
        unit=make.unit("percent", dimension="ratio", **both("symbol", "%", "%")),
    )
    it.people = make.outcome(
        "people",
        "1300000",
        "130万",
        case=it.plan,
        status="expected",
        indicator=make.indicator("people-reached"),
        unit=make.unit("people", **both("symbol", "people", "人")),
    )
    make.outcome("boats", "40", "40", case=it.ferry)
    it.advice = make.transfer(
        "advice",
        from_place_id=it.bengaluru.pk,
        from_organisation=it.fund,
        to_place_id=it.rio.pk,
        to_programme=it.zuma,
        manner="advised",
        date=datetime.date(2024, 1, 1),
        date_precision="year",
        **both("what", "Advice on sensors", "传感器建议"),
    )
    make.transfer("boats", from_place_id=it.bengaluru.pk, to_case=it.ferry)


def _sources(it):
    it.source = make.source(
        "c40-clean-air",
        publisher=it.c40,
        date=datetime.date(2024, 1, 1),
        date_precision="year",
        **both("title", "Clean air in cities", "城市清洁空气"),
    )
    it.bogota_results = make.passage(it.source, "bogota-results", **both("locator", "Bogotá, Results", "波哥大，成果"))
    it.bogota_approach = make.passage(
        it.source, "bogota-approach", **both("locator", "Bogotá, Approach", "波哥大，方法")
    )
    it.rio_all = make.passage(it.source, "rio", **both("locator", "Rio de Janeiro", "里约热内卢"))
    it.bengaluru_all = make.passage(it.source, "bengaluru", **both("locator", "Bengaluru", "班加罗尔"))
    make.cite(it.bogota_results, "首个 ZUMA 位于博萨区", outcome=it.first_zone)
    make.cite(it.bogota_results, "于 2023 年 9 月启动", outcome=it.first_zone)
    make.cite(it.bogota_results, "下降 65.9%", outcome=it.fine_dust)
    make.cite(it.bogota_results, "首个区域", "background", case=it.zone)
    make.cite(it.bogota_approach, "建立证据基础(~9 个月)", step=it.zone_evidence)
    make.cite(it.bogota_results, "清洁空气论坛", "summary", event=it.forum)
    make.cite(it.bogota_approach, "慢而持久", lesson=it.slow)
    make.cite(it.rio_all, "低排放区", "definition", term=it.term)
    make.cite(it.rio_all, "证据(~9 个月)", step=it.campaign_evidence)
    make.cite(it.rio_all, "秘密渡轮 1 个月", step=it.ferry.steps.get())
    make.cite(it.rio_all, "秘密渡轮 40 艘", outcome=it.ferry.outcomes.get())
    make.cite(it.bengaluru_all, "证据(~6 个月)", step=it.plan_evidence)
    make.cite(it.bengaluru_all, "130万人", outcome=it.people)
    make.cite(it.bengaluru_all, "听取意见", lesson=it.ask)
    make.cite(it.bengaluru_all, "传感器建议", transfer=it.advice)
    make.cite(it.bengaluru_all, "会员城市", membership=it.member)


class Stage:
    """The cast in a transaction that never ends well: made once, and every test works in a savepoint of it."""

    def __init__(self):
        self.cast, self.token, self.transaction = None, "", None

    def set(self) -> None:
        if connection.closed_in_transaction:  # by the end of an answer that the last test took apart
            self.clear()
        if self.cast is None:
            self.transaction = transaction.atomic()
            self.transaction.__enter__()
            self.cast = build()
            # PostgreSQL gives a new version to who asks in the transaction of a change, and then no other.
            self.token = ContentVersion.current().token

    def clear(self) -> None:
        if self.cast is not None:
            self.cast = None
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)


class Copy(SimpleNamespace):
    """A copy of the cast, made when a test first asks for one of it: most tests only ask the database."""

    def __init__(self, cast: SimpleNamespace):
        super().__init__(_cast=cast)

    def __getattr__(self, name: str):
        if "_cast" not in vars(self):
            raise AttributeError(name)
        vars(self).update(vars(deepcopy(vars(self).pop("_cast"))))
        return getattr(self, name)


class Rows:
    """All rows of our tables as they are now, to be made again in empty ones: a query for each table."""

    def __init__(self):
        tables = apps.get_app_config("casestudies").get_models(include_auto_created=True)
        self.tables = [(table, list(table._base_manager.all())) for table in tables if not table._meta.proxy]

    def make(self) -> None:
        with transaction.atomic():  # what a row refers to may be in a later table
            for table, rows in self.tables:
                table._base_manager.bulk_create(rows)


class Copies:
    """Builds a world once and then copies it, for tests that commit: on SQLite the database as it is, page by page.

    Not in a transaction, whose end the copying would wait for.
    """

    def __init__(self, build: Callable[[], None]):
        self.build = build
        self.kept: sqlite3.Connection | None = None
        self.rows: Rows | None = None

    def make(self) -> None:
        assert not connection.in_atomic_block
        connection.ensure_connection()
        if self.kept:
            self.kept.backup(connection.connection)
            ContentType.objects.clear_cache()  # as the keys were then
        elif self.rows:
            self.rows.make()
        else:
            self.build()
            if connection.vendor == "sqlite":
                self.kept = sqlite3.connect(":memory:")
                connection.connection.backup(self.kept)
            else:
                self.rows = Rows()
