"""Which room imports which: downward only. A room is a package or module directly below `casestudies`."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR / "casestudies"
# Those that the declarations of lists are made of, and those that iterate over the declarations.
LEAVES = {"columns", "filters", "serializers"}
DOORS = {"urls", "views", "api"}


def modules() -> dict[str, Path]:
    files = (file for file in ROOT.rglob("*.py") if "migrations" not in file.parts)
    return {".".join(file.relative_to(ROOT.parent).with_suffix("").parts): file for file in files}


def imported(name: str, file: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = name.split(".")[: -node.level] if node.level else []
            whole = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def room(name: str) -> str:
    return (*name.split("."), "")[1]


def imports_of_modules() -> dict[str, set[str]]:
    """For each module the rooms that it imports, without its own."""
    rooms = {room(name) for name in modules()}
    found = {}
    for name, file in modules().items():
        ours = {room(one) for one in imported(name, file) if one.startswith("casestudies.")}
        found[name] = ours & rooms - {room(name)}
    return found


def imports_of_rooms() -> dict[str, set[str]]:
    found = defaultdict(set)
    for name, others in imports_of_modules().items():
        found[room(name)] |= others
    return found


def test_no_rooms_import_each_other_in_a_circle():
    assert len(list(TopologicalSorter(imports_of_rooms()).static_order())) > 20


def test_only_addresses_views_and_routes_of_the_api_import_the_declarations_of_lists():
    importing = {name for name, others in imports_of_modules().items() if "listings" in others}
    assert {room(name) for name in importing} == DOORS
    assert {name for name in importing if room(name) == "api"} == {"casestudies.api.urls"}


def test_what_lists_are_declared_with_knows_nothing_of_lists_and_nothing_of_each_other():
    rooms = imports_of_rooms()
    for leaf in LEAVES:
        assert rooms[leaf] & {"listing", "listings", *LEAVES, *DOORS} == set(), leaf


def test_models_know_only_their_languages_and_the_version_of_the_content():
    assert imports_of_rooms()["models"] == {"i18n", "triggers"}
