from django.urls import path, re_path

from casestudies import feeds
from casestudies.citing import FORMATS as CITATIONS
from casestudies.exports import TABLES
from casestudies.exports.formats import FORMATS as FILES
from casestudies.views import cases, citing, downloads, methods, outcomes, pages, places, practice, sources, themes

LIST = f"(?P<name>{'|'.join(TABLES)})"
RECORD = f"(?P<name>{'|'.join(citing.RECORDS)})/(?P<slug>[-a-zA-Z0-9_]+)"
CITED = f"cite\\.(?P<extension>{'|'.join(CITATIONS)})"

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("about/data/", downloads.data, name="data"),
    # Lists as files and feeds; how to cite them and what they list
    re_path(rf"^{LIST}\.(?P<extension>{'|'.join(FILES)})$", downloads.download, name="download"),
    re_path(rf"^{LIST}\.atom$", feeds.feed, name="feed"),
    re_path(rf"^{LIST}/{CITED}$", citing.listing, name="cite-list"),
    re_path(rf"^{RECORD}/{CITED}$", citing.record, name="cite-record"),
    # Lists and what they list
    path("case-studies/", cases.case_list, name="case-list"),
    path("case-studies/<slug:slug>/", cases.case_detail, name="case-detail"),
    path("cities/", places.city_list, name="city-list"),
    path("cities/<slug:slug>/", places.city_detail, name="city-detail"),
    path("places/<slug:slug>/", places.place_detail, name="place-detail"),
    path("programmes/", practice.programme_list, name="programme-list"),
    path("programmes/<slug:slug>/", practice.programme_detail, name="programme-detail"),
    path("networks/", practice.network_list, name="network-list"),
    path("networks/<slug:slug>/", practice.network_detail, name="network-detail"),
    path("organisations/", practice.organisation_list, name="organisation-list"),
    path("organisations/<slug:slug>/", practice.organisation_detail, name="organisation-detail"),
    path("methods/", methods.method_list, name="method-list"),
    path("methods/<slug:slug>/", methods.method_detail, name="method-detail"),
    path("lessons/", methods.lesson_list, name="lesson-list"),
    re_path(
        r"^lessons/(?P<kind>case|programme|method)/(?P<owner>[-\w]+)/(?P<key>[-\w]+)/$",
        methods.lesson_detail,
        name="lesson-detail",
    ),
    path("outcomes/", outcomes.outcome_list, name="outcome-list"),
    path("indicators/", outcomes.indicator_list, name="indicator-list"),
    path("indicators/<slug:slug>/", outcomes.indicator_detail, name="indicator-detail"),
    path("themes/", themes.theme_list, name="theme-list"),
    path("themes/<slug:slug>/", themes.theme_detail, name="theme-detail"),
    path("sources/", sources.source_list, name="source-list"),
    path("sources/<slug:slug>/", sources.source_detail, name="source-detail"),
    path("sources/<slug:slug>/<slug:part>/", sources.source_part, name="source-part"),
]
