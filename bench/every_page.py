"""`python -m bench.every_page`: CPU time of each kind of public address, the worst first. Exits with 1 over the limit.

Uses the database in DATABASE_URL, in one process, with a warm index and an empty page cache. The CPU time includes the
work of SQLite, but not that of PostgreSQL, for which the wall clock says more. `first` is the CPU time of the first
request, which also builds the index.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LIMIT = 1.0
SHOWN = 40


@dataclass(frozen=True)
class Took:
    """CPU and wall-clock seconds, and the bytes of the response."""

    address: Any
    status: int
    size: int
    first: float
    cpu: float
    clock: float


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.every_page", description=__doc__)
    parser.add_argument("--limit", type=float, default=LIMIT, help="Seconds of CPU. Default: %(default)s")
    parser.add_argument("--shown", type=int, default=SHOWN, help="Addresses that are printed. Default: %(default)s")
    parser.add_argument("--only", default="", help="Only addresses that hold this text")
    parser.add_argument("--streams", type=float, default=5, help="Seconds of each long file. Default: %(default)s")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    options = arguments(given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ.setdefault("SECRET_KEY", "for-the-bench")
    import django

    django.setup()
    from bench.addresses import every

    asked = [one for one in every() if options.only in str(one)]
    began = time.process_time()
    found = list(measured([one for one in asked if not one.is_stream]))
    print(f"{len(found)} addresses, {time.process_time() - began:.0f} s of CPU\n")
    report(found, options.shown)
    print("\nFiles of lists, which the limit leaves out: CPU as far as they came\n")
    statuses = {one: stream(one, options.streams) for one in asked if one.is_stream}
    statuses |= {took.address: took.status for took in found}
    wrong = {address: status for address, status in statuses.items() if status != 200}
    over = [took for took in found if took.cpu > options.limit]
    for address, status in wrong.items():
        print(f"{status} at {address}", file=sys.stderr)
    print(f"\n{len(over)} of {len(found)} take more than {options.limit} s of CPU")
    return bool(over or wrong)


def measured(addresses: list) -> Iterator[Took]:
    """Requests each address twice, in its canonical form."""
    from django.test import Client

    from casestudies.head.conditional import pages

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    for address in addresses:
        path, cpu, clock = address.path, [], 0.0
        if "?" in path and (there := client.head(path)).status_code == 301:
            path = there["Location"]
        for _again in range(2):
            pages.clear()
            began, clock = time.process_time(), time.perf_counter()
            response = client.get(path, headers=dict(address.headers))
            size = len(response.getvalue())
            cpu.append(time.process_time() - began)
        yield Took(address, response.status_code, size, *cpu, time.perf_counter() - clock)


def report(found: list[Took], shown: int) -> None:
    print(f"{'CPU':>7} {'clock':>7} {'first':>7} {'kB':>8}  address")
    for took in sorted(found, key=lambda took: -took.cpu)[:shown]:
        print(f"{took.cpu:7.3f} {took.clock:7.3f} {took.first:7.3f} {took.size / 1000:8.1f}  {took.address}")


def stream(address, seconds: float) -> int:
    """Downloads for up to `seconds` and returns the status. Prints CPU time until the first byte, and the rates.

    A spreadsheet is built before its first byte is sent.
    """
    from django.test import Client

    began, clock, lines, size, first = time.process_time(), time.perf_counter(), 0, 0, None
    response = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False).get(address.path)
    for part in response:
        if first is None:
            first = time.process_time() - began
        size += len(part)
        lines += part.count(b"\n")
        if time.perf_counter() - clock > seconds:
            break
    response.close()
    took = time.process_time() - began
    rate = f"{lines / took:.0f} lines and {size / took / 1000:.0f} kB a second of CPU"
    print(f"{took:7.3f}, {first or took:.3f} to the first byte, {rate}  {response.status_code} {address}")
    return response.status_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
