"""Answers for who has the page already, and pages that this process has made before: never of an older content."""

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
# Bytes of the objects around texts: of 10,000 pages with 1 and 11 headers each, by tracemalloc on Python 3.11. A test
# holds what is kept against it.
PER_PAGE, PER_HEADER = 335, 64
Key = tuple[str | bool, ...]
# What a page may differ by, beside its address and the content.
VARY = ("Accept-Encoding", "Cookie", "HX-Request")
CODE = ("casestudies", "cityclimate", "templates", "staticfiles/staticfiles.json", "requirements/run.txt")
SUFFIXES = {".py", ".html", ".mo", ".json", ".txt"}
SETTLED = 5  # seconds: Last-Modified can't tell two changes of the same second apart
PRIVATE = re.compile(r"^(/[a-z-]+)?/admin/")


@cache
def code_version() -> str:
    """Digest of all that makes a page of the content: code, templates, translations, static files, settings."""
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
    """What is kept of a response, and the bytes that it takes with its key."""

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
    """Pages of one version of the content, those asked for last, of so many bytes altogether with all that is kept."""

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
    """For readers without a session: ETag, Last-Modified and 304 for all that is made of the content, held pages.

    Outside of compression, so that it is held too; inside of what sets headers, so that its own errors have them. A
    browser asks every time (no-cache), since content may change at any time; the answer is mostly that it did not, and
    takes one query.

    Before the view only the very tag of this address can say so: it was made for a 200, of the same content and code.
    A date, or a tag that stands for any, says nothing about an address that may be none: the view is asked first.

    `request.content_version` is the version when the request began; what is made for it is of that or a newer one.
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
            turn.close()  # nothing is written after all
        return answer

    def modified(self, version: ContentVersion) -> int | None:
        """A new release changes pages as well. None while another change may come in the same second."""
        changed = version.changed_at.timestamp()
        return None if time.time() - changed < SETTLED else int(max(changed, self.started))


def is_public(request: HttpRequest) -> bool:
    """Whether the answer is the same for everybody who asks like that."""
    return (
        request.method in {"GET", "HEAD"}
        and not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
        and not PRIVATE.match(request.path_info)
    )


def private(response: HttpResponse) -> HttpResponse:
    """For one reader: no cache on the way may keep it. What says for itself how long it may be kept says so still."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True)
    return response


def key_of(request: HttpRequest) -> Key:
    """What a page may differ by, as far as views read it: the address and two headers of htmx, each true or not.

    Neither scheme nor host: addresses in pages begin with SITE_URL. DisallowedHost for a host that is not ours.
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
    """Weak, since compression makes other bytes of the same page. Of a day, as a page may print when it was read."""
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
