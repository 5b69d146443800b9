"""robots.txt."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

# Combinations of filters are endless, and every record is in the sitemap.
RULES = """User-agent: *
Disallow: /admin/
Disallow: /zh-hans/admin/
Disallow: /*?*&
Disallow: /*?q=
Disallow: /*?sort=
Disallow: /*/cite.
"""


@require_safe
def robots(request):
    address = settings.SITE_URL + reverse("sitemap-index")
    return HttpResponse(f"{RULES}\nSitemap: {address}\n", content_type="text/plain; charset=utf-8")
