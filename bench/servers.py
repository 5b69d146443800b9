"""The servers to measure: ours, as `make run` starts it, and Datasette."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

PROGRAMS = Path(sys.executable).parent
PATIENCE = 120  # seconds for a server to start


class Server:
    """A running server."""

    def __init__(self, port: int, process: subprocess.Popen):
        self.port, self.process = port, process

    def get(self, address: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body; the body may be compressed, as for a browser."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request("GET", address, headers={"Accept-Encoding": "gzip"} | (headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    @property
    def workers(self) -> list[int]:
        """The child processes."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid: int, field: str = "VmRSS") -> float:
    """Resident memory of a process in MB; its peak with VmHWM."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], port: int, address: str, log: Path) -> Iterator[Server]:
    """Starts a server, waits until `address` answers 200, and stops it in the end."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)  # noqa: S603
    server = Server(port, process)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if server.get(address)[0] == 200:
                    break
            except OSError:
                pass
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} did not start: see {log}")
            time.sleep(0.01)
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ours(workers: int, log: Path, *options: str, application: str = "cityclimate.wsgi", python: str = sys.executable):
    """gunicorn with the settings of `make run` and `options`, on the database of this process."""
    port = free_port()
    command = [
        *(python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--config", "python:cityclimate.serving"),
        *("--workers", str(workers), *options, application),
    ]
    return running(command, port, "/healthz", log)
