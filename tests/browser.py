"""The headless Chromium of the browser tests: the one on this machine, else one fetched for this checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELLS = {"chrome", "chrome-headless-shell", "headless_shell"}
BROWSERS = Path(__file__).resolve().parent.parent / ".local" / "browsers"
# Root may not use the sandbox. The next ones keep Chromium from calling home, the last ones from starting a process
# whenever a page is shown.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
]
MISSING = "No Chromium for the browser tests: put one on PATH (Debian: apt-get install chromium)."


def find_chromium() -> str | None:
    """A Chromium that starts, or None; Ubuntu's `chromium-browser` may be a stub that does not.

    A shell without windows is enough, and does with half of the work.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    on_path = (shutil.which(name) for name in names)
    own = sorted(BROWSERS.glob("chromium*/chrome*/*"), reverse=True)
    for path in [*filter(None, on_path), *(str(file) for file in own if file.stem in SHELLS)]:
        if run(path, "--version", seconds=30):
            return path
    return None


def install_chromium() -> None:
    """Fetch Playwright's headless shell into this checkout; else, as root on Debian, install a package."""
    print("browser          Playwright's Chromium, into .local/browsers", flush=True)
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(BROWSERS)
    os.environ.setdefault("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "10000")
    run(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium", seconds=300)
    if find_chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("browser          Debian's chromium-headless-shell, else its chromium, by apt-get", flush=True)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        run("apt-get", "-qq", "update", seconds=300)
        for package in ("chromium-headless-shell", "chromium"):
            if not find_chromium():
                run("apt-get", "-qq", "install", "--yes", package, "fonts-noto-cjk", seconds=900)


def run(*command: str, seconds: int) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
