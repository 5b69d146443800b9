"""How often each answer of the API asks the database: the same at one thing and at three."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.models import ContentLoad, ContentVersion
from tests.test_query_counts import one_and_three, world

# The first time after a change of the content, and from then on: a list makes its index once.
QUERIES = {
    "case-studies/": (10, 7),
    "case-studies/?region=latin-america&theme=air&q=case": (22, 10),
    "cities/": (5, 2),
    "places/": (6, 2),
    "programmes/": (10, 3),
    "networks/": (8, 2),
    "organisations/": (8, 2),
    "methods/": (10, 3),
    "lessons/": (10, 7),
    "outcomes/": (16, 6),
    "indicators/": (16, 2),
    "themes/": (8, 2),
    "sources/": (5, 2),
    "steps/": (8, 4),
    "involvements/": (6, 3),
    "cooperation/": (6, 3),
    "memberships/": (6, 3),
    "participations/": (7, 4),
    "affiliations/": (6, 3),
    "offices/": (6, 3),
    "leadership-terms/": (6, 3),
    "case-studies/case-1/": (37, 21),
    "cities/city-1/": (24, 8),
    "places/colombia/": (9, 7),
    "programmes/programme-1/": (23, 18),
    "networks/network-1/": (18, 14),
    "organisations/fund-1/": (18, 14),
    "methods/method-1/": (14, 9),
    "themes/air/": (7, 3),
    "events/": (8, 5),
    "events/event-1/": (9, 8),
    "transfers/": (8, 5),
    "transfers/to-case-1/": (6, 5),
    "glossary/": (7, 4),
    "glossary/term-1/": (8, 7),
    "affiliations/place/city-1/network-1/": (5, 4),
    "indicators/clean-air-zones/": (14, 2),
    "sources/source-1/": (4, 3),
    "sources/source-1/parts/part-1/": (5, 4),
    "sources/source-1/passages/": (7, 3),
    "sources/source-1/passages/passage-1/": (20, 19),
    "outcomes/case/case-1/at-1/": (7, 6),
    "lessons/case/case-1/lesson-1/": (9, 8),
    "steps/case/case-1/method-1/": (7, 5),
    "memberships/network/network-1/city-1/": (5, 4),
}


def asked_by(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content.decode()
    return len(captured)


@one_and_three
def test_every_answer_asks_as_often_at_three_things_as_at_one(client, db, number):
    world(number)
    asked = {}
    for path in QUERIES:
        ContentLoad.objects.create(digest="0" * 64)
        ContentVersion.current()  # PostgreSQL notes in a query of its own that this transaction changed the content
        asked[path] = asked_by(client, path), asked_by(client, path)
    assert asked == QUERIES
