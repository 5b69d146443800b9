"""The Pythons that this machine has and we promise, each with an environment of what the site needs to run."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.txt"
# Compiled once, not at every start, where PYTHONDONTWRITEBYTECODE is set.
UV = {"UV_SYSTEM_CERTS": "true", "UV_COMPILE_BYTECODE": "1"}
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
ASK = "import sys; print(f'{sys.version_info.major}.{sys.version_info.minor}')"


def others() -> dict[str, Path]:
    """Version → an interpreter from 3.11 on, of versions other than ours: those on PATH and those that pyenv has."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders += sorted(pyenv.glob("versions/*/bin"))
    found: dict[str, Path] = {}
    for minor in range(11, 20):
        version = f"3.{minor}"
        for file in (folder / f"python{version}" for folder in folders):
            if version != OWN and version not in found and file.exists() and _is(file, version):
                found[version] = file
    return found


def _is(file: Path, version: str) -> bool:
    """A name may stand for a program that only says how to get one."""
    done = subprocess.run([file, "-c", ASK], capture_output=True, text=True)
    return done.stdout.strip() == version


def environment(version: str, interpreter: Path) -> Path:
    """The Python of an environment with the runtime lock, made once for this checkout."""
    folder = ROOT / ".local" / f"python{version}"
    stamp = folder / "lock.txt"
    if not stamp.exists() or stamp.read_text() != LOCK.read_text():
        uv = Path(sys.executable).parent / "uv"
        _call(uv, "venv", "--quiet", "--clear", "--no-python-downloads", "--python", interpreter, folder)
        python = folder / "bin" / "python"
        _call(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK)
        stamp.write_text(LOCK.read_text())
    return folder / "bin" / "python"


def _call(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | UV)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command[:3]))}: {done.stderr.strip()}")
