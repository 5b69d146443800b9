"""The Atom feed of a list: the same query string, the same rows in the same order."""

import datetime

from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casestudies import canonical, licence, markdown
from casestudies.citing.reference import SITE, one_line
from casestudies.citing.references import title_of, title_of_list
from casestudies.i18n import HTML_LANG, active_language
from casestudies.listing import Listing
from casestudies.models import ContentLoad, Outcome
from casestudies.quantities import format_quantity

LENGTH = 50
SUMMARIES = ("summary", "sentence", "text", "profile", "description")
NEVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Feed(Atom1Feed):
    """A feed whose date is that of its latest entry instead of now, with a link to the licence."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=self.feed["changed"])

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if address := licence.address():
            handler.addQuickElement("link", "", {"rel": "license", "href": address})


@require_safe
def feed(request, listing: Listing):
    """The first entries of a list in its order, which for most lists is newest first.

    Raises BadQuery for an invalid query string and for a page number.
    """
    filters = listing.read(
        request, rows=listing.published().for_list(), refused={"page": _("A feed has one page: leave it out.")}
    )
    filters.validate()
    load = ContentLoad.objects.last()
    loaded = load.loaded_at if load else NEVER
    asked = canonical.query(filters)
    query = f"?{asked}" if asked else ""
    address = settings.SITE_URL + request.path + query
    made = Feed(
        title=one_line(f"{title_of_list(listing, filters)} · {SITE}"),
        link=f"{settings.SITE_URL}{request.path.removesuffix('.atom')}/{query}",
        description=None,
        subtitle=_("The first %(count)d of the list, in its order.") % {"count": LENGTH},
        language=HTML_LANG[active_language()],
        author_name=SITE,
        feed_url=address,
        feed_guid=address,
        feed_copyright=licence.name() or None,
        changed=loaded,
    )
    for row in filters.page_rows(0, LENGTH):
        made.add_item(**entry(row), **dates(row, loaded))
    return HttpResponse(
        made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8", headers=licence.headers()
    )


def entry(row: models.Model) -> dict:
    """The entry of a row. Its permanent address is its id."""
    address = settings.SITE_URL + row.get_absolute_url()
    text = next((text for name in SUMMARIES if (text := getattr(row, name, ""))), "")
    return {
        "title": one_line(title_of_row(row)),
        "link": address,
        "unique_id": address,
        "description": escape(one_line(markdown.plain(text))),  # a summary is HTML
    }


def title_of_row(row: models.Model) -> str:
    """The title of a row; for a figure its places, indicator and quantity."""
    if not isinstance(row, Outcome):
        return title_of(row)
    places = _(", ").join(str(place) for place in row.places)
    figure = f"{row.indicator}{_(': ')}{format_quantity(row, active_language())}"
    return f"{places}{_(': ')}{figure}" if places else figure


def dates(row: models.Model, loaded: datetime.datetime) -> dict:
    """When a row was published and last changed. A fact has the dates of its record, a theme that of the content."""
    record = getattr(row, "owner", None) or row
    return {
        "pubdate": getattr(record, "published_at", None),
        "updateddate": getattr(record, "updated_at", loaded),
    }
