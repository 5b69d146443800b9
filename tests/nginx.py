"""nginx with the configuration of docs/deploy/, on ports of its own and without TLS."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import servers
from tests.browser import run

CONFIGURATION = Path(__file__).resolve().parent.parent / "docs" / "deploy" / "nginx.conf"
MISSING = "No nginx to test docs/deploy/nginx.conf: put one on PATH (Debian: apt-get install nginx-light)."
AROUND = """
daemon off;
master_process off;
pid {room}/pid;
error_log {room}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {room}/body;
    proxy_temp_path {room}/proxy;
    fastcgi_temp_path {room}/fastcgi;
    uwsgi_temp_path {room}/uwsgi;
    scgi_temp_path {room}/scgi;
{site}
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


def install_nginx() -> None:
    """As root on Debian."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("nginx            Debian's nginx-light, by apt-get", flush=True)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        run("apt-get", "-qq", "update", seconds=300)
        run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", "nginx-light", seconds=300)


def without_tls(text: str, port: int, upstream: int) -> str:
    """The configuration with its server for https at a port of this machine, by IPv4 alone, in front of another."""
    lines = [line for line in text.splitlines() if not re.match(r"\s*(ssl_|listen \[::\])", line)]
    found = "\n".join(lines).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    found = found.replace("listen 80;", f"listen 127.0.0.1:{servers.free_port()};")
    return found.replace("server 127.0.0.1:8000", f"server 127.0.0.1:{upstream}")


@contextmanager
def nginx(upstream: int, room: Path) -> Iterator[servers.Server]:
    """In front of the server at a port of this machine."""
    port = servers.free_port()
    file = room / "nginx.conf"
    file.write_text(AROUND.format(room=room, site=without_tls(CONFIGURATION.read_text(), port, upstream)))
    command = [find_nginx(), "-p", str(room), "-c", str(file)]
    subprocess.run([*command, "-t", "-q"], check=True, capture_output=True)
    with servers.running(command, port, "/healthz", room / "nginx.log") as server:
        yield server
