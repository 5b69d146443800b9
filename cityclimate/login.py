"""Limits of failed logins, per name and address and per address over all names; the minimum length of passwords."""

from ipaddress import ip_network

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import ngettext

PREFIX = 64  # bits: one IPv6 client usually has a whole /64 network


class Attempts(AxesDatabaseHandler):
    """Adds a limit per address to the limit of django-axes, which is per name and address."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """The failures of this name and address, or at least the limit if the address has reached its own limit."""
        failures = super().get_failures(request, credentials)
        if failures_of_address(request) < settings.LOGIN_FAILURES_OF_AN_ADDRESS:
            return failures
        return max(failures, get_failure_limit(request, credentials))


def failures_of_address(request: HttpRequest) -> int:
    since = get_cool_off_threshold(request)
    attempts = AccessAttempt.objects.filter(ip_address=request.axes_ip_address, attempt_time__gte=since)
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def address(request: HttpRequest) -> str | None:
    """The IPv4 address or IPv6 network that attempts are counted by; None on a unix socket."""
    peer = request.META.get("REMOTE_ADDR")
    return str(ip_network(f"{peer}/{PREFIX}", strict=False).network_address) if peer and ":" in peer else peer or None


class Length(MinimumLengthValidator):
    """Django's validator, with a message that is translated: Django's own has no current Chinese translation."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. It must contain at least %(count)d character.",
            "This password is too short. It must contain at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}
