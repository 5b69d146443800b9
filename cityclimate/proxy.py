"""The address and scheme of a client behind a proxy. Only proxies named in the setting PROXY are believed.

A middleware instead of a WSGI wrapper, since the development server, the test client and the test server have their
own handlers, and all of them run the middleware.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.http import HttpRequest

from cityclimate.environment import UNIX

PROTO = "HTTP_X_FORWARDED_PROTO"
# Only gunicorn reads the other two; by default it believes all three from 127.0.0.1.
SCHEME = (PROTO, "HTTP_X_FORWARDED_PROTOCOL", "HTTP_X_FORWARDED_SSL")
# Headers that are removed, so that nothing can believe them.
UNREAD = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP", *SCHEME)
UNREAD_OF_A_PROXY = tuple(name for name in UNREAD if name != PROTO)
# Some proxies add the port to the address of the client.
ENTRY = re.compile(r"\[(?P<v6>[^]]*)\](?::\d+)?|(?P<v4>[\d.]+):\d+|(?P<plain>.*)", re.DOTALL)

Address = IPv4Address | IPv6Address


class Proxy:
    """The outermost middleware. Sets REMOTE_ADDR to the client in normal form, and removes headers that may be forged.

    X-Forwarded-Proto from a trusted proxy stays; SECURE_PROXY_SSL_HEADER reads it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        meta = request.META
        said = meta.get("REMOTE_ADDR", "")
        peer = address(said)
        forwarded = meta.pop("HTTP_X_FORWARDED_FOR", "")
        if any(name in meta for name in SCHEME):
            # The server may have believed a forged one.
            meta["wsgi.url_scheme"] = "http"
        # A client on a unix socket has no address.
        trusted = is_proxy(peer) if said else UNIX in settings.PROXY
        for name in UNREAD_OF_A_PROXY if trusted else UNREAD:
            meta.pop(name, None)
        if trusted:
            peer = client(peer, forwarded)
        if peer is not None:
            meta["REMOTE_ADDR"] = str(peer)
        return self.get_response(request)


def client(peer: Address | None, forwarded: str) -> Address | None:
    """The last address in X-Forwarded-For that is not a trusted proxy. Entries left of it may be forged.

    If an entry is not an address, the client is the proxy that wrote it; None if that proxy is on a unix socket.
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
    """Parses an address with an optional port. IPv4-mapped IPv6 becomes IPv4. None for anything else."""
    match = ENTRY.fullmatch(text.strip())
    try:
        found = ip_address(match["v6"] or match["v4"] or match["plain"] or "")
    except ValueError:
        return None
    if found.version == 6 and (found.ipv4_mapped or found.scope_id):
        return found.ipv4_mapped  # None for a link-local address with a scope
    return found


def is_proxy(one: Address | None) -> bool:
    return one is not None and any(one in network for network in settings.PROXY if network != UNIX)


def check(**_) -> list[CheckMessage]:
    """Warns if SITE_URL is https and PROXY empty: every request would look like http and be redirected to itself."""
    if not settings.HTTPS or settings.PROXY:
        return []
    return [
        Warning(
            "SITE_URL is https and PROXY names no proxy: behind one, every page redirects to itself for ever.",
            hint="Set PROXY to the addresses that your proxy connects from, such as PROXY=127.0.0.1, or PROXY=unix.",
            id="cityclimate.W001",
        )
    ]
