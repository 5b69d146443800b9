"""Visitors of the live server, each with a page in a browser.

A page costs Chromium more than most tests do with it, so who leaves hands theirs to the next visitor of the same kind:
of the same language, with scripts or without. It is blank again, without cookies and whatever else a site may store
in a browser; styles, scripts and fonts are still there. A test ends what Playwright can't take back: the sessions of
DevTools that it opens.
"""

from collections import defaultdict

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from playwright.sync_api import Browser, ConsoleMessage, Page

LOCALES = {"en": "en-GB", "zh-hans": "zh-CN"}
USUAL = {"java_script_enabled": True, "color_scheme": "light", "accept_downloads": True}  # as Playwright has it


class FilesThatStay(StaticFilesHandler):
    """Static files that a browser asks for once, as it does where their names say their version."""

    def serve(self, request: HttpRequest) -> HttpResponse:
        response = super().serve(request)
        patch_cache_control(response, max_age=86_400, immutable=True)
        return response


class Visitors:
    def __init__(self, browser: Browser, address: str, patience: int):
        self.browser, self.address, self.patience = browser, address, patience
        self.free: dict[tuple, list[Page]] = defaultdict(list)
        self.here: list[tuple[tuple, Page]] = []
        self.errors: list[str] = []
        self.failed: list[tuple[str, str]] = []
        self.shown: set[str] = set()

    def come(self, language: str, viewport: dict[str, int], script: str = "", **options) -> Page:
        """A page of somebody who was never here. The script runs before those of each page."""
        kind = (language, script, *sorted(options.items() - USUAL.items()))
        page = self.free[kind].pop() if self.free[kind] else self.page(language, script, **options)
        page.set_viewport_size(viewport)
        self.here.append((kind, page))
        return page

    def page(self, language: str, script: str, **options) -> Page:
        context = self.browser.new_context(base_url=self.address, locale=LOCALES[language], **options)
        context.set_default_timeout(self.patience)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", self.note)
        page.on("framenavigated", lambda frame: self.shown.add(frame.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def note(self, message: ConsoleMessage) -> None:
        address = message.location["url"]
        if message.type == "error" and not address.endswith("/favicon.ico"):
            self.failed.append((address, message.text))

    def leave(self) -> list[str]:
        """All visitors go; returns what was reported of their pages.

        A refusal that is shown, as a page or in one, reports its own address; a file asked for in vain is an error.
        """
        for kind, page in self.here:
            if page.url.startswith(self.address) and page.context.pages == [page]:
                self.clear(page)
                self.free[kind].append(page)
            else:
                page.context.close()
        found = self.errors + [f"{text} {address}" for address, text in self.failed if address not in self.shown]
        self.here, self.errors, self.failed, self.shown = [], [], [], set()
        return found

    def clear(self, page: Page) -> None:
        page.unroute_all()
        page.evaluate("sessionStorage.clear()")
        page.goto("about:blank")
        page.emulate_media(media="null")
        page.context.clear_cookies()
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        session.detach()
