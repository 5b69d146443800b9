"""The URLs of the site, and two floors: no page can be faster than an empty view or its own SQL."""

from functools import cache

from django.db import connection
from django.http import HttpResponse, QueryDict
from django.urls import path

from casestudies.listings import CASES
from casestudies.paging import PAGE_SIZE as PAGE
from cityclimate.urls import handler400, handler403, handler404, handler500
from cityclimate.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request):
    return HttpResponse("nothing")


@cache
def statements(query: str) -> tuple[tuple[str, tuple], ...]:
    """The SQL that fetches the rows of a page of cases by their keys."""
    asked = QueryDict(query)
    filters = CASES.read(None, asked, also=("page",))
    page = (int(asked.get("page", "1")) - 1) * PAGE, PAGE
    filters.page_rows(*page)  # the first call builds the index
    found = []

    def note(execute, sql, params, many, context):
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        filters.page_rows(*page)
    return tuple(found)


def rows(request):
    """Runs only the SQL of a page; the statements are cached."""
    fetched = 0
    with connection.cursor() as cursor:
        for sql, params in statements(request.GET.urlencode()):
            cursor.execute(sql, params)
            fetched += len(cursor.fetchall())
    return HttpResponse(str(fetched))


urlpatterns = [path("bench/empty", empty), path("bench/rows", rows), *of_the_site]
