"""Templates as they are written."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from casestudies.models import Outcome

pytestmark = pytest.mark.once

TEMPLATES = settings.BASE_DIR / "templates"
LONGEST = 160


def test_no_line_of_a_template_is_longer_than_160_characters():
    long = [
        f"{file.relative_to(TEMPLATES)}:{number}: {len(line)}"
        for file in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []


def test_name_of_a_comparison_is_put_together_as_each_language_does():
    trees = Outcome(kind="level", status="target", accumulation="at-date", per="person")
    group = SimpleNamespace(figures=[trees], years=None)
    names = []
    for language in ("en", "zh-hans"):
        with override(language):
            names.append(" ".join(render_to_string("casestudies/_group_name.html", {"group": group}).split()))
    assert names == ["Target · amount on a given date · per person", "目标 · 某一时点数值 · 每人平均"]
