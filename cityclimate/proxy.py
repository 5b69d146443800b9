"""Who asks, and over which scheme, where a proxy stands between: what it says is believed of named proxies alone.

A middleware, not a wrapper around the WSGI application: the development server, the test client and the test server
have handlers of their own, and all of them run the middleware.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.http import HttpRequest

from cityclimate.environment import UNIX

PROTO = "HTTP_X_FORWARDED_PROTO"
# The others are read by gunicorn only, which believes all three from 127.0.0.1 unless it is told otherwise.
SCHEME = (PROTO, "HTTP_X_FORWARDED_PROTOCOL", "HTTP_X_FORWARDED_SSL")
# What is taken out, so that nothing can believe it.
UNREAD = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP", *SCHEME)
UNREAD_OF_A_PROXY = tuple(name for name in UNREAD if name != PROTO)
# Some proxies write the port of the client behind its address.
ENTRY = re.compile(r"\[(?P<v6>[^]]*)\](?::\d+)?|(?P<v4>[\d.]+):\d+|(?P<plain>.*)", re.DOTALL)

Address = IPv4Address | IPv6Address


class Proxy:
    """Outermost. Afterwards REMOTE_ADDR is the client, in the usual form of addresses, and headers that a stranger
    forged are gone.

    X-Forwarded-Proto stays where it may be believed; SECURE_PROXY_SSL_HEADER reads it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        meta = request.META
        said = meta.get("REMOTE_ADDR", "")
        peer = address(said)
        forwarded = meta.pop("HTTP_X_FORWARDED_FOR", "")
        if any(name in meta for name in SCHEME):
            # The server may have believed one of them, whoever sent it.
            meta["wsgi.url_scheme"] = "http"
        # Who connects over a unix socket has no address.
        trusted = is_proxy(peer) if said else UNIX in settings.PROXY
        for name in UNREAD_OF_A_PROXY if trusted else UNREAD:
            meta.pop(name, None)
        if trusted:
            peer = client(peer, forwarded)
        if peer is not None:
            meta["REMOTE_ADDR"] = str(peer)
        return self.get_response(request)


def client(peer: Address | None, forwarded: str) -> Address | None:
    """The last address of X-Forwarded-For that is no proxy of ours; what stands left of it anybody may have written.

    An entry that is no address ends the way there: the client is then the proxy that wrote it. None where that proxy
    is on a unix socket.
    """
    for entry in reversed(forwarded.split(",")):
        found = address(entry)
        if found is None:
            break
        peer = found
        if not is_proxy(peer):
            break
    return peer


def address(text: str) -> Address | None:
    """An address with or without a port; one of IPv4 in the form of IPv6 is that of IPv4. None for anything else."""
    match = ENTRY.fullmatch(text.strip())
    try:
        found = ip_address(match["v6"] or match["v4"] or match["plain"] or "")
    except ValueError:
        return None
    if found.version == 6 and (found.ipv4_mapped or found.scope_id):
        return found.ipv4_mapped  # None for an address that means something on one machine only
    return found


def is_proxy(one: Address | None) -> bool:
    return one is not None and any(one in network for network in settings.PROXY if network != UNIX)


def check(**_) -> list[CheckMessage]:
    """Behind an unnamed proxy every request looks like http, and is redirected to where it came from."""
    if not settings.HTTPS or settings.PROXY:
        return []
    return [
        Warning(
            "SITE_URL is https and PROXY names no proxy: behind one, every page redirects to itself for ever.",
            hint="Set PROXY to the addresses that your proxy connects from, such as PROXY=127.0.0.1, or PROXY=unix.",
            id="cityclimate.W001",
        )
    ]
