from django.apps import AppConfig
from django.core import checks

from cityclimate import proxy


class CityClimateConfig(AppConfig):
    """The project itself, which has checks and no models."""

    name = "cityclimate"

    def ready(self):
        checks.register(proxy.check)
