from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path

from casestudies.api import description
from casestudies.head.sitemaps import sitemaps
from casestudies.listings import LISTINGS
from casestudies.views import robots, security_txt

SITEMAPS = sitemaps(LISTINGS)

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS}, name="sitemap-index"),
    path(
        "sitemap-<slug:section>.xml",
        sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("api/v1/", include("casestudies.api.urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("api/", description.page, name="api"),
        path("", include("casestudies.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "casestudies.views.errors.bad_request"
handler403 = "casestudies.views.errors.forbidden"
handler404 = "casestudies.views.errors.not_found"
handler500 = "casestudies.views.errors.server_error"
