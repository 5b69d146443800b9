from django.apps import AppConfig
from django.core import checks

from cityclimate import proxy


class CityClimateConfig(AppConfig):
    """The project as an app: it has system checks and no models."""

    name = "cityclimate"

    def ready(self):
        checks.register(proxy.check)
