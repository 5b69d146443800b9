"""Which part of the app imports which. A part is a package or module directly below `casestudies`."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR / "casestudies"
# Parts that the declarations of lists are made of, and parts that read the declarations.
BUILDING_BLOCKS = {"columns", "filters", "serializers"}
READERS = {"urls", "views", "api"}


def modules() -> dict[str, Path]:
    files = (file for file in ROOT.rglob("*.py") if "migrations" not in file.parts)
    return {".".join(file.relative_to(ROOT.parent).with_suffix("").parts): file for file in files}


def imported(name: str, file: Path) -> Iterator[str]:
    """The dotted names that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = name.split(".")[: -node.level] if node.level else []
            whole = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def part_of(name: str) -> str:
    return (*name.split("."), "")[1]


def imports_of_modules() -> dict[str, set[str]]:
    """Module → the parts that it imports, except its own."""
    parts = {part_of(name) for name in modules()}
    found = {}
    for name, file in modules().items():
        ours = {part_of(one) for one in imported(name, file) if one.startswith("casestudies.")}
        found[name] = ours & parts - {part_of(name)}
    return found


def imports_of_parts() -> dict[str, set[str]]:
    found = defaultdict(set)
    for name, others in imports_of_modules().items():
        found[part_of(name)] |= others
    return found


def test_no_parts_import_each_other_in_a_circle():
    assert len(list(TopologicalSorter(imports_of_parts()).static_order())) > 20


def test_only_addresses_views_and_routes_of_the_api_import_the_declarations_of_lists():
    importing = {name for name, others in imports_of_modules().items() if "listings" in others}
    assert {part_of(name) for name in importing} == READERS
    assert {name for name in importing if part_of(name) == "api"} == {"casestudies.api.urls"}


def test_columns_filters_and_serializers_import_neither_lists_nor_each_other():
    parts = imports_of_parts()
    for block in BUILDING_BLOCKS:
        assert parts[block] & {"listing", "listings", *BUILDING_BLOCKS, *READERS} == set(), block


def test_models_know_only_their_languages_how_figures_compare_and_the_version_of_the_content():
    assert imports_of_parts()["models"] == {"i18n", "quantities", "triggers"}
