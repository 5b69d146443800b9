"""Parsers of environment variables. Each raises ImproperlyConfigured with a sentence on what to write instead."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

Network = IPv4Network | IPv6Network
UNIX = "unix"  # clients on a unix socket, which have no address
# No white space, quotes or angle brackets: the values are written into headers and lines.
WEB = r"https://[^\s/?#<>\"]+[^\s<>\"]*"
MAIL = r"mailto:[^\s@<>\",]+@[^\s@<>\",]+"


def networks(text: str) -> tuple[Network | str, ...]:
    """PROXY: addresses, networks and the word unix, separated by commas; may be empty."""
    return tuple(_network(part.strip()) for part in text.split(",")) if text.strip() else ()


def _network(text: str) -> Network | str:
    if text == UNIX:
        return UNIX
    try:
        found = ip_network(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"PROXY must be addresses or networks, such as 127.0.0.1,10.0.0.0/8,fd00::/8, or unix: {error}."
        ) from None
    if not found.prefixlen:
        raise ImproperlyConfigured(f"PROXY must name your proxies, and {text} is everybody.")
    if found.version == 6 and found.network_address.ipv4_mapped:
        raise ImproperlyConfigured(f"PROXY must have IPv4 addresses in their own form, such as 10.0.0.1, not {text}.")
    return found


def contact(text: str) -> str:
    """SECURITY_CONTACT: a mailto: or https: address; may be empty."""
    if text and not (text.isascii() and re.fullmatch(f"{MAIL}|{WEB}", text)):
        raise ImproperlyConfigured(
            "SECURITY_CONTACT must be like mailto:security@cityclimate.example or "
            f"https://cityclimate.example/security, not {text!r}."
        )
    return text


def seconds(text: str) -> float:
    """DATABASE_PATIENCE: seconds that a query may take; 0 for no limit."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text, re.ASCII):
        raise ImproperlyConfigured(f"DATABASE_PATIENCE must be seconds, such as 10, or 0 for no limit, not {text!r}.")
    return float(text)


class Licence(NamedTuple):
    name: str
    url: str


def licence(name: str, url: str) -> Licence | None:
    """CONTENT_LICENCE and CONTENT_LICENCE_URL: both or neither."""
    if not name and not url:
        return None
    if not name or not name.isprintable() or name != name.strip():
        raise ImproperlyConfigured(f"CONTENT_LICENCE must be a name in one line, such as CC BY 4.0, not {name!r}.")
    if not (url.isascii() and re.fullmatch(WEB, url)):
        raise ImproperlyConfigured(
            "CONTENT_LICENCE_URL must be where the licence is, such as "
            f"https://creativecommons.org/licenses/by/4.0/, not {url!r}."
        )
    return Licence(name, url)
