"""A knowledge base of any size, the same for the same seed: cases with places, actors, steps, figures and citations.

A case has about 3 figures and 8 citations; few cities, themes and programmes have most of the cases. Written by
thousands, each in one transaction: a load that was cut off goes on where it stopped, and the first thousand cases of
a large corpus are those of a small one.
"""

import datetime
import gc
import hashlib
import random
import time
from collections.abc import Callable
from decimal import Decimal

from django.db import connection, models, transaction

from casestudies.models import (
    CaseStudy,
    Citation,
    ContentLoad,
    Involvement,
    Lesson,
    Outcome,
    Part,
    Passage,
    Source,
    Step,
)

from .vocabulary import PUBLIC, WORDS, Vocabulary, both, create, read

SEED = 20261122
BATCH = 1000
HIDDEN = 30  # drafts in each batch, beside the published
SOURCES = 4  # in each batch
PARTS = 5  # of a source
ANCHOR = 24


def load(size: int, note: Callable[[int, float], None], seed: int = SEED) -> None:
    """Fill the migrated database up to `size` published cases; `note` hears of each batch and the seconds it took.

    `size` is reached in whole thousands, or in one go where it is smaller.
    """
    if not ContentLoad.objects.exists():
        began = time.perf_counter()
        with transaction.atomic():
            create(seed)
            ContentLoad.objects.create(digest=hashlib.sha256(f"bench {seed}".encode()).hexdigest())
        note(0, time.perf_counter() - began)
    vocabulary = read(seed)
    gc.disable()  # it would look through every row made, again and again
    for first in range(CaseStudy.objects.published().count(), size, BATCH):
        began = time.perf_counter()
        with transaction.atomic():
            Batch(vocabulary, seed, first, min(BATCH, size - first)).write()
        gc.collect()
        note(min(first + BATCH, size), time.perf_counter() - began)
    gc.enable()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Batch:
    """Some cases with all that hangs on them, table by table."""

    def __init__(self, vocabulary: Vocabulary, seed: int, first: int, count: int):
        self.words, self.first, self.count = vocabulary, first, count
        self.chance = random.Random(f"{seed} {first}")  # noqa: S311
        self.rows: dict[type[models.Model], list[models.Model]] = {
            model: [] for model in (CaseStudy, Step, Outcome, Lesson, Involvement)
        }
        self.links: dict[str, list[tuple]] = {"places": [], "themes": [], "programmes": [], "sdg_targets": []}
        self.citations: list[Citation] = []

    def write(self) -> None:
        passages = self.passages()
        for number in range(self.count + HIDDEN):
            self.case(self.first + number, number < self.count, passages[number])
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows)
        for name, pairs in self.links.items():
            through = CaseStudy._meta.get_field(name).remote_field.through
            to = next(field.name for field in through._meta.fields[1:] if field.name != "casestudy")
            through.objects.bulk_create(
                through(casestudy_id=case.pk, **{f"{to}_id": record.pk}) for case, record in pairs
            )
        lesson_themes = Lesson.themes.through
        lesson_themes.objects.bulk_create(
            lesson_themes(lesson_id=lesson.pk, theme_id=self.words.themes.draw(self.chance).pk)
            for lesson in self.rows[Lesson]
        )
        Citation.objects.bulk_create(self.citations)

    def passages(self) -> list[Passage]:
        """One for each case, in a few documents."""
        made: list[Passage] = []
        each = -(-(self.count + HIDDEN) // SOURCES)
        for number in range(SOURCES):
            name = f"{self.first / BATCH + 1:g}.{number + 1}"
            source = Source.objects.create(
                slug=f"report-{name.replace('.', '-')}",
                language="zh-Hans",
                date=datetime.date(2010 + number, 1, 1),
                date_precision="year",
                publisher=self.words.networks.draw(self.chance),
                **PUBLIC,
                **both("title", f"Report {name} on climate action in cities", f"城市气候行动报告 {name}"),
            )
            parts = Part.objects.bulk_create(
                Part(
                    source=source,
                    slug=f"chapter-{order}",
                    order=order,
                    **both("title", f"Chapter {order}", f"第 {order} 章"),
                )
                for order in range(1, PARTS + 1)
            )
            made += [
                Passage(
                    source=source,
                    part=parts[order * PARTS // each],
                    slug=f"section-{order + 1}",
                    order=order + 1,
                    **both("locator", f"Section {order + 1}", f"第 {order + 1} 节"),
                )
                for order in range(each)
            ]
        return Passage.objects.bulk_create(made)

    def case(self, number: int, public: bool, passage: Passage) -> None:
        chance, words = self.chance, self.words
        national = chance.random() < 0.03
        places = [words.countries.draw(chance)] if national else words.cities.several(chance, 1 + _once_in(chance, 16))
        themes = words.themes.several(chance, chance.choice((1, 2, 2, 3, 3, 4)))
        place, theme = places[0], themes[0]
        year = 2024 - int(chance.expovariate(0.25)) % 20
        filled = {"year": year, "n": chance.randrange(2, 900)}
        self.say = lambda pair: (
            pair[0].format(city=place.name_en, theme=theme.name_en.lower(), **filled),
            pair[1].format(city=place.name_zh_hans, theme=theme.name_zh_hans, **filled),
        )
        title = self.say(chance.choice(WORDS["titles"]))
        case = CaseStudy(
            slug=f"{place.slug}-{theme.slug}-{number + 1}{'' if public else '-draft'}",
            state="published" if public else "draft",
            published_at=datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC)
            + datetime.timedelta(minutes=chance.randrange(7 * 365 * 24 * 60))
            if public
            else None,
            depth=chance.choices(("snapshot", "full-case", "practice-box"), (80, 15, 5))[0],
            level="national" if national else chance.choices(("local", "several", "regional"), (92, 5, 3))[0],
            stage=chance.choices(("under-way", "completed", "approved", "proposed", ""), (55, 20, 5, 3, 17))[0],
            **_period(chance, year),
            **both("title", title[0][:1].upper() + title[0][1:], title[1]),
            **both("summary", *self.sentences("summaries", 2)),
            **(both("background", *self.sentences("prose", 4)) if chance.random() < 0.5 else {}),
            **(both("results", *self.sentences("prose", 3)) if chance.random() < 0.6 else {}),
        )
        if _once_in(chance, 30):
            case.results_zh_hans = ""  # not translated yet
        self.rows[CaseStudy].append(case)
        self.links["places"] += [(case, one) for one in places]
        self.links["themes"] += [(case, one) for one in themes]
        self.links["programmes"] += [
            (case, one) for one in words.programmes.several(chance, chance.choice((0, 0, 0, 1, 1, 2)))
        ]
        self.links["sdg_targets"] += [
            (case, one) for one in words.targets.several(chance, chance.choice((0, 1, 2, 3)))
        ]
        self.passage = passage
        for part in ("summary", "background", "results"):
            if text := getattr(case, f"{part}_zh_hans"):
                self.cite(text, part, case=case)
        self.facts(case, year)

    def facts(self, case: CaseStudy, year: int) -> None:
        """Who took part, the steps, the figures and the lessons of a case."""
        chance, words = self.chance, self.words
        actors = [words.networks.draw(chance)] if chance.random() < 0.3 else []
        actors += words.organisations.several(chance, chance.choice((0, 0, 1, 2)))
        for actor in actors:
            role = chance.choice(("lead", "funder", "partner", "adviser"))
            self.rows[Involvement].append(
                Involvement(case=case, organisation=actor, role=role, key=f"{actor.slug[:45]}-{role}")
            )
        for order in range(1, chance.choice((0, 0, 0, 3, 4, 6)) + 1):
            method = words.methods.draw(chance)
            step = Step(
                case=case,
                key=f"step-{order}",
                order=order,
                method=method if chance.random() < 0.7 else None,
                months=Decimal(chance.randrange(1, 30)) if chance.random() < 0.6 else None,
                months_qualifier=chance.choice(("exactly", "about")),
                **both("title", method.name_en, method.name_zh_hans),
                **both("text", *self.sentences("prose", 2)),
            )
            self.rows[Step].append(step)
            if chance.random() < 0.6:
                self.cite(step.text_zh_hans, step=step)
        for order in range(1, self.figures() + 1):
            outcome = self.outcome(case, order, year)
            self.rows[Outcome].append(outcome)
            self.cite(outcome.sentence_zh_hans, outcome=outcome)
            if chance.random() < 0.3:
                self.cite(outcome.sentence_zh_hans[2:], outcome=outcome)
        for order in range(1, chance.choice((0, 0, 0, 1, 2)) + 1):
            title = chance.choice(WORDS["lessons"])
            lesson = Lesson(
                case=case,
                key=f"lesson-{order}",
                order=order,
                kind=chance.choice(("enabler", "barrier", "advice")),
                **both("title", *title),
                **both("text", *self.sentences("prose", 2)),
            )
            self.rows[Lesson].append(lesson)
            self.cite(lesson.text_zh_hans, lesson=lesson)

    def figures(self) -> int:
        """How many a case has: three in ten none, some a dozen, about three on average."""
        return 0 if self.chance.random() < 0.3 else min(1 + int(self.chance.expovariate(0.28)), 12)

    def outcome(self, case: CaseStudy, order: int, year: int) -> Outcome:
        chance, words = self.chance, self.words
        indicator = words.indicators.draw(chance)
        chinese, unit, kind, _direction = WORDS["indicators"][indicator.name_en]
        value = chance.randrange(1, 95) * (-1 if kind == "percent-change" else 1)
        if unit != "percent":
            value = int(chance.lognormvariate(6, 2)) + 1
        english_unit, chinese_unit = WORDS["units"][unit][:2]
        template = chance.choice(WORDS["figures"])
        pair = (
            template[0].replace("{indicator}", indicator.name_en).replace("{value}", f"{value:,} {english_unit}"),
            template[1].replace("{indicator}", chinese).replace("{value}", f"{value} {chinese_unit}"),
        )
        return Outcome(
            case=case,
            key=f"figure-{order}",
            order=order,
            indicator=indicator,
            unit=words.units[unit],
            kind=kind,
            value=Decimal(value),
            as_printed=f"{value} {chinese_unit}",
            qualifier=chance.choice(("exactly", "exactly", "about", "more-than")),
            status=chance.choices(("achieved", "observed", "expected", "target"), (60, 15, 15, 10))[0],
            accumulation=chance.choice(("at-date", "total", "per-year", "")),
            scope="whole-place",
            ended=datetime.date(year, 12, 1),
            ended_precision="year",
            **both("sentence", *self.say(pair)),
        )

    def sentences(self, of: str, count: int) -> tuple[str, str]:
        said = [self.say(pair) for pair in self.chance.sample(WORDS[of], count)]
        return " ".join(english for english, _ in said), "".join(chinese for _, chinese in said)

    def cite(self, text: str, part: str = "", **fact) -> None:
        self.citations.append(Citation(passage=self.passage, anchor=text[:ANCHOR], part=part, **fact))


def _once_in(chance: random.Random, number: int) -> int:
    return int(chance.randrange(number) == 0)


def _period(chance: random.Random, year: int) -> dict:
    if chance.random() < 0.25:
        return {}
    started = {"started": datetime.date(year, 1, 1), "started_precision": "year"}
    if chance.random() < 0.5:
        return started
    return started | {"ended": datetime.date(year + chance.randrange(5), 1, 1), "ended_precision": "year"}
