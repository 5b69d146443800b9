"""What `make` and `.ci/` promise on a machine they have never seen."""

import os
import re
import socket
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from casestudies.management.commands.compile_catalogues import compile_catalogues
from tests.postgres import package, postgres
from tests.run import count, durations, failures, times, total

pytestmark = pytest.mark.waiting

ROOT = Path(__file__).resolve().parent.parent


def fake_python(folder: Path, script: str) -> dict[str, str]:
    """An environment in which every Python on PATH is this shell script."""
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(stat.S_IRWXU)
    return {"PATH": str(folder), "PY": ""}


def test_no_tracked_file_names_a_registry_host():
    hosts = r"(pypi|pythonhosted|npmjs|npmmirror|yarnpkg|deb\.debian|tuna\.tsinghua|mirrors\.aliyun)\.[a-z]"
    found = subprocess.run(["git", "grep", "-I", "-n", "-E", hosts], cwd=ROOT, capture_output=True, text=True)
    assert (found.stdout, found.returncode) == ("", 1)


def test_locks_hold_hashes_and_no_addresses():
    for lock in sorted(ROOT.glob("requirements/*.txt")):
        text = lock.read_text()
        assert "://" not in text
        pinned = [line for line in text.splitlines() if line[:1].isalnum()]
        assert pinned and all("==" in line and line.endswith("\\") for line in pinned), lock.name
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_both_locks_agree_on_every_version():
    def versions(name: str) -> set[str]:
        lines = (ROOT / "requirements" / name).read_text().splitlines()
        return {line.split(" ")[0] for line in lines if line[:1].isalnum()}

    assert versions("run.txt") < versions("dev.txt")


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("exit 1", "No Python 3.11 or newer here: install one"),
        ('case "$2" in *version_info*) exit 0; esac; exit 1', "This Python has neither pip nor ensurepip"),
    ],
)
def test_environment_says_in_one_line_what_to_install(tmp_path, script, sentence):
    done = subprocess.run(
        ["/bin/sh", ROOT / ".ci" / "environment"],
        cwd=tmp_path,
        env=fake_python(tmp_path, script),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_make_help_names_every_command():
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = {line.split()[1] for line in done.stdout.splitlines()}
    assert {"run", "test", "check", "dev", "lock", "help"} <= named


def test_compile_catalogues_writes_what_is_newer(tmp_path):
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    source.write_text(f'{header}\nmsgid "City"\nmsgstr "城市"\n')
    target = source.with_suffix(".mo")

    assert list(compile_catalogues([tmp_path])) == [target]
    assert "城市".encode() in target.read_bytes()
    assert list(compile_catalogues([tmp_path])) == []

    source.write_text(source.read_text().replace("城市", "市"))
    later = target.stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert list(compile_catalogues([tmp_path])) == [target]
    assert "城市".encode() not in target.read_bytes()
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_compile_catalogues_is_content_with_no_catalogue(tmp_path):
    assert list(compile_catalogues([tmp_path, tmp_path / "nowhere"])) == []


def test_prepare_refuses_a_port_in_use_before_it_touches_anything():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
            call_command("prepare", port=port)


def test_postgres_starts_answers_and_leaves_nothing_behind():
    with postgres() as url:
        room = Path(url.split("@")[1].split(":")[0].replace("%2F", "/"))
        with psycopg.connect(url.replace("/cityclimate", "/postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert room.is_dir()
    assert not room.exists()


def test_postgres_starts_from_a_folder_that_nobody_else_may_enter(tmp_path, monkeypatch):
    tmp_path.chmod(stat.S_IRWXU)
    for part in (package(), package().with_suffix(".libs")):
        (tmp_path / part.name).symlink_to(part)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("PG_BIN", raising=False)
    assert package().parent == tmp_path
    with postgres() as url, psycopg.connect(url.replace("/cityclimate", "/postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_total_counts_errors_as_failed(tmp_path):
    suite = tmp_path / "test_suite.py"
    suite.write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "def test_bad(): assert False\n"
        "def test_broken(absent): pass\n"
        "@pytest.mark.skip\n"
        "def test_later(): pass\n"
    )
    report = tmp_path / "report.xml"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:django", "-c", os.devnull, f"--junitxml={report}", suite],
        cwd=tmp_path,
        capture_output=True,
    )
    assert total(count(report, done.returncode)) == "1 passed, 2 failed, 1 skipped"
    assert failures(report) == ["test_suite::test_bad", "test_suite::test_broken"]
    assert failures(tmp_path / "no") == []


def test_times_are_those_of_the_parts_and_of_the_ten_slowest_files(tmp_path):
    cases = "".join(f'<testcase classname="tests.test_{at}" time="{at}.5"/>' for at in range(1, 13))
    report = tmp_path / "report.xml"
    report.write_text(f'<testsuites><testsuite time="100">{cases}</testsuite></testsuites>')
    found = times({"environment": 3}, {"SQLite": durations(report), "PostgreSQL": durations(tmp_path / "no")}, 104)
    lines = [line.split() for line in found.splitlines()]
    assert lines[:5] == [
        ["environment", "3", "s"],
        ["SQLite", "100", "s"],
        ["PostgreSQL", "0", "s"],
        ["altogether", "104", "s"],
        [],
    ]
    assert lines[6:8] == [["test_12", "12", "s", "0", "s"], ["test_11", "12", "s", "0", "s"]]
    assert len(lines) == 6 + 10


def test_check_says_how_long_it_took_and_whether_it_failed():
    def timed(*command: str) -> tuple[str, int]:
        done = subprocess.run([ROOT / ".ci" / "timed", "name", "what", *command], capture_output=True, text=True)
        return re.sub(r"\d+", "0", done.stdout), done.returncode

    assert timed("true") == ("name             what: 0 s\n", 0)
    assert timed("false") == ("name             what: 0 s, failed\n", 1)


def test_a_run_without_a_report_counts_as_failed_but_not_one_that_chose_no_test(tmp_path):
    report = tmp_path / "report.xml"
    assert count(report, 5) == Counter(failed=1)
    report.write_text('<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>')
    assert count(report, 5) == Counter(passed=0, failed=0, skipped=0)
    assert count(report, 2) == Counter(failed=1)


def test_runs_beside_each_other_take_each_test_once(tmp_path):
    names = {f"test_{file}_{number}" for file in "abcd" for number in range(3)}
    for file in "abcd":
        (tmp_path / f"test_{file}.py").write_text(
            "".join(f"def {name}(): pass\n" for name in sorted(names) if f"_{file}_" in name)
        )
    (shares := tmp_path / "shares").mkdir()
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:django", "-p", "tests.shares", f"--shares={shares}"]
    command += ["-c", os.devnull, "-p", "no:cacheprovider", f"--rootdir={tmp_path}", tmp_path]
    runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _run in range(2)]
    found = [re.findall(r"::(\w+) PASSED", run.communicate()[0]) for run in runs]
    assert sorted(found[0] + found[1]) == sorted(names)
    assert len(list(shares.iterdir())) == 4


@pytest.mark.django_db(transaction=True)
def test_browser_reads_the_login_page_under_the_content_security_policy(new_page):
    page = new_page()
    page.goto("/admin/login/")
    assert page.locator("#id_username").is_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page = new_page("zh-hans")
    page.goto("/zh-hans/admin/login/")
    assert page.locator("html").get_attribute("lang") == "zh-hans"
