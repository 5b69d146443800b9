"""A WSGI application that takes as long as its address says, for the tests of the server.

/hang       never answers
/drip/8     a byte a second, eight times
/until/tmp/over?1   makes /tmp/over-1, and sends a byte now and then until there is /tmp/over
/large/20   twenty megabytes, as fast as they are read
/now        at once
/healthz    at once
"""

import threading
import time
from pathlib import Path


def application(environ, start_response):
    match environ["PATH_INFO"].split("/")[1:]:
        case ["hang"]:
            threading.Event().wait()
        case ["drip", seconds]:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return drip(int(seconds))
        case ["until", *path]:
            over = Path("/", *path)
            over.with_name(f"{over.name}-{environ['QUERY_STRING']}").touch()
            start_response("200 OK", [("Content-Type", "text/plain")])
            return until(over)
        case ["large", megabytes]:
            size = int(megabytes) * 2**20
            start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(size))])
            return (bytes(2**16) for _part in range(size // 2**16))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"now"]


def until(over: Path):
    while not over.exists():
        yield b"."
        time.sleep(0.1)
    yield b"over"


def drip(seconds: int):
    for _second in range(seconds):
        yield b"."
        time.sleep(1)
