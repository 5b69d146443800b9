"""The styles of every page become one file where static files are collected."""

import re

import pytest
from django.conf import settings

from cityclimate.collected import IMPORT, IMPORTING, CollectedFiles, with_imports

pytestmark = pytest.mark.once
STYLES = settings.BASE_DIR / "static" / "css"


def test_what_is_imported_stands_in_its_place_with_its_media():
    style = '/* All. */\n@import url("one.css");\n@import url("paper.css") print;\na { color: red; }\n'
    files = {"one.css": "b { top: 0; }\n", "paper.css": "i { top: 1px; }\n"}
    assert with_imports(style, files.__getitem__) == (
        "/* All. */\nb { top: 0; }\n@media print {\ni { top: 1px; }\n}\na { color: red; }\n"
    )


def test_collected_style_imports_nothing_and_names_hashed_files(tmp_path):
    storage = CollectedFiles(location=tmp_path, base_url="/static/")
    (tmp_path / "css").mkdir()
    (tmp_path / "dot.svg").write_text("<svg/>")
    (tmp_path / "css" / "part.css").write_text('b { background: url("../dot.svg"); }\n')
    (tmp_path / IMPORTING).write_text('@import url("part.css");\n')
    names = ["dot.svg", "css/part.css", IMPORTING]
    found = {name: hashed for name, hashed, _done in storage.post_process({name: (storage, name) for name in names})}
    collected = (tmp_path / found[IMPORTING]).read_text()
    assert re.fullmatch(r'b \{ background: url\("\.\./dot\.[0-9a-f]{12}\.svg"\); \}\s*', collected)


def test_every_style_is_imported_or_linked_by_name():
    imported = set(
        re.findall(r"[\w-]+\.css", " ".join(one[0] for one in IMPORT.finditer((STYLES / "site.css").read_text())))
    )
    linked = set()
    for template in settings.BASE_DIR.joinpath("templates").rglob("*.html"):
        linked |= set(re.findall(r"""[\"']css/([\w-]+\.css)""", template.read_text()))
    assert imported | linked == {file.name for file in STYLES.glob("*.css")}
    assert imported & linked == set()
