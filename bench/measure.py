"""Timing: medians of runs, and requests per second."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

CONNECTIONS = 4


def milliseconds(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def summary(times: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(times), 2),
        "fastest": round(min(times), 2),
        "slowest": round(max(times), 2),
        "runs": len(times),
    }


def median(calls: Iterable[Callable[[], Any]]) -> dict[str, float]:
    return summary([milliseconds(call) for call in calls])


def requests_per_second(port: int, address: str, seconds: float, headers: str = "") -> float:
    """Responses per second over a few persistent connections; an error for any status but 200 and 304."""
    request = (
        f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
        f"Connection: keep-alive\r\n{headers}\r\n"
    ).encode()
    answered: list[int] = []
    failed: list[Exception] = []
    until = time.perf_counter() + seconds

    def ask() -> None:
        count = 0
        try:
            while time.perf_counter() < until:
                with socket.create_connection(("127.0.0.1", port), 60) as connection:
                    while time.perf_counter() < until and _answer(connection, request):
                        count += 1
        except (OSError, ValueError) as error:
            failed.append(error)
        answered.append(count)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(answered) / (time.perf_counter() - began)


def _answer(connection: socket.socket, request: bytes) -> bool:
    """Sends one request and reads the response; False if the connection is or will be closed."""
    connection.sendall(request)
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65_536)
        if not more:
            return False
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    if status.split()[1] not in {b"200", b"304"}:
        raise ValueError(status.decode())
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    missing = int(fields.get(b"content-length", 0)) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65_536))
    return fields.get(b"connection", b"").lower() != b"close"
