"""Conditional requests, and a cache of rendered pages. Neither ever serves older content."""

import datetime
import hashlib
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from sys import getsizeof

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, parse_etags
from django_htmx.middleware import HtmxDetails

from casestudies.models import ContentVersion

MEGABYTE = 2**20
# Bytes of the objects around texts, measured with tracemalloc on Python 3.11 for 10,000 pages with 1 and with 11
# headers. A test measures it again.
PER_PAGE, PER_HEADER = 335, 64
Key = tuple[str | bool, ...]
# Request headers that a page may depend on.
VARY = ("Accept-Encoding", "Cookie", "HX-Request")
CODE = ("casestudies", "cityclimate", "templates", "staticfiles/staticfiles.json", "requirements/run.txt")
SUFFIXES = {".py", ".html", ".mo", ".json", ".txt"}
SETTLED = 5  # seconds: Last-Modified can't tell two changes of the same second apart
PRIVATE = re.compile(r"^(/[a-z-]+)?/admin/")


@cache
def code_version() -> str:
    """Digest of what pages depend on besides the content: code, templates, translations, static files, settings."""
    said = (settings.SITE_URL, settings.CONTENT_LICENCE, settings.SECURITY_CONTACT)
    digest = hashlib.sha256(repr(said).encode())
    for root in (settings.BASE_DIR / name for name in CODE):
        for file in sorted(root.rglob("*") if root.is_dir() else [root]):
            if file.suffix in SUFFIXES and file.is_file():
                digest.update(f"{file.relative_to(settings.BASE_DIR)} {_content(file)}".encode())
    return digest.hexdigest()


def _content(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """A cached response, and its size in bytes with its key."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    size: int

    @classmethod
    def of(cls, key: Key, response: HttpResponse) -> "Page":
        headers = tuple(response.headers.items())
        texts = chain(key, chain.from_iterable(headers))
        size = len(response.content) + sum(map(getsizeof, texts)) + len(headers) * PER_HEADER + PER_PAGE
        return cls(response.content, headers, size)


class Pages:
    """The most recently used pages of one version of the content, up to `limit` bytes with keys and headers."""

    def __init__(self, limit: int):
        self.limit, self.size, self.token = limit, 0, ""
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, token: str, key: Key) -> HttpResponse | None:
        with self._lock:
            page = self._pages.get(key) if token == self.token else None
            if page is None:
                return None
            self._pages.move_to_end(key)
        return HttpResponse(page.body, headers=dict(page.headers))

    def put(self, token: str, key: Key, response: HttpResponse) -> None:
        page = Page.of(key, response)
        with self._lock:
            if token != self.token:
                self._clear()
                self.token = token
            if key not in self._pages:
                self._pages[key] = page
                self.size += page.size
            while self.size > self.limit:
                self.size -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        self._pages.clear()
        self.size = 0


pages = Pages(32 * MEGABYTE)


class Conditional:
    """Middleware for readers without a session: ETag, Last-Modified, 304, and cached pages.

    It is outside of the compression, so that compressed pages are cached, and inside of the middleware that sets
    headers, so that its own responses have them. Browsers ask each time (no-cache), since content may change at any
    time. Usually it has not, and the 304 takes one query.

    Only the exact ETag of an address is answered before the view: it was made for a response with status 200, of the
    same content and code. A date or `*` also matches an address that does not exist, so the view runs first.

    `request.content_version` is the version when the request began. What is made during the request is of that version
    or a newer one.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.started = time.time()

    def __call__(self, request):
        if not is_public(request):
            return private(self.get_response(request))
        request.content_version = version = ContentVersion.current()
        if settings.DEBUG:  # templates and code change under a running process
            return self.get_response(request)
        key = key_of(request)
        etag, modified = etag_of(request, version, key), self.modified(version)
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return stamped(get_conditional_response(request, etag=etag, last_modified=modified), etag, modified)
        key = (*key, bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", ""))))
        response = pages.get(version.token, key)
        if response is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.cookies or response.has_header("Cache-Control"):
                return response
            stamped(response, etag, modified)
            if request.method == "GET" and is_page(response):
                pages.put(version.token, key, response)
        answer = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
        if answer is not response and (turn := getattr(request, "turn", None)):
            turn.close()  # a 304 writes nothing
        return answer

    def modified(self, version: ContentVersion) -> int | None:
        """The last change of the content or start of the process, since a new release changes pages as well.

        None while another change may follow in the same second.
        """
        changed = version.changed_at.timestamp()
        return None if time.time() - changed < SETTLED else int(max(changed, self.started))


def is_public(request: HttpRequest) -> bool:
    """Whether the response is the same for every reader who sends such a request."""
    return (
        request.method in {"GET", "HEAD"}
        and not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
        and not PRIVATE.match(request.path_info)
    )


def private(response: HttpResponse) -> HttpResponse:
    """Marks a response as private, so that shared caches do not store it. An existing Cache-Control stays."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True)
    return response


def key_of(request: HttpRequest) -> Key:
    """The parts of a request that views read: the address, and two booleans from headers of htmx.

    Scheme and host do not matter, since addresses in pages begin with SITE_URL. Raises DisallowedHost.
    """
    request.get_host()
    htmx = HtmxDetails(request)
    return request.get_full_path(), bool(htmx), bool(htmx) and htmx.history_restore_request


def is_page(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and len(response.content) < MEGABYTE
    )


def etag_of(request: HttpRequest, version: ContentVersion, key: Key) -> str:
    """A weak tag, since compression changes the bytes. It changes each day, as a page may print the date of access."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    parts = (version.token, code_version(), day, request.headers.get("Accept", ""), *key)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def stamped(response: HttpResponse, etag: str, modified: int | None) -> HttpResponse:
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, VARY)
    return response
