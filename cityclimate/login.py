"""How often somebody may try to log in, by name and address, and by address over all names; how long a password is."""

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

PREFIX = 64  # bits: what an IPv6 connection has to itself is a network of 2⁶⁴ addresses


class Attempts(AxesDatabaseHandler):
    """django-axes has one limit, that of a name from an address; an address has one of its own here."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """The failures of this name from this address; as many as its limit where the address has reached its own."""
        failures = super().get_failures(request, credentials)
        if failures_of_address(request) < settings.LOGIN_FAILURES_OF_AN_ADDRESS:
            return failures
        return max(failures, get_failure_limit(request, credentials))


def failures_of_address(request: HttpRequest) -> int:
    since = get_cool_off_threshold(request)
    attempts = AccessAttempt.objects.filter(ip_address=request.axes_ip_address, attempt_time__gte=since)
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def address(request: HttpRequest) -> str | None:
    """Whom attempts are counted for: an address of IPv4, or a network of IPv6. None on a socket without addresses."""
    peer = request.META.get("REMOTE_ADDR")
    return str(ip_network(f"{peer}/{PREFIX}", strict=False).network_address) if peer and ":" in peer else peer or None


class Length(MinimumLengthValidator):
    """As Django's, which has no Chinese for its own message: the catalogue has an older wording of it."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. It must contain at least %(count)d character.",
            "This password is too short. It must contain at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}
