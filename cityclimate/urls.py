from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from casestudies.views import pages

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("casestudies.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "casestudies.views.errors.bad_request"
handler403 = "casestudies.views.errors.forbidden"
handler404 = "casestudies.views.errors.not_found"
handler500 = "casestudies.views.errors.server_error"
