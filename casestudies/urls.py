from django.urls import path, re_path

from casestudies.views import cases, methods, outcomes, pages, places, practice, sources, themes

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
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
