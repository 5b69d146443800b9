"""The fields of forms look as Django's own templates have them, whatever order their attributes stand in."""

import pytest
from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.forms.utils import ErrorList
from django.test.html import parse_html

UNSAFE = "“a” & <b> 'c' \"d\"\n中"
CHOICES = [("", "---------"), ("a", UNSAFE), (2, "Two"), ("Group", [("x", "X"), (UNSAFE, "Y")])]
ATTRS = {"id": "id_one", "class": UNSAFE, "required": True, "disabled": False, "maxlength": 10}
WIDGETS = [
    forms.TextInput, forms.NumberInput, forms.HiddenInput, forms.URLInput, forms.EmailInput, forms.PasswordInput,
    forms.CheckboxInput, forms.Textarea, forms.DateInput, AdminTextareaWidget,
    AdminURLFieldWidget,
]  # fmt: skip
SELECTS = [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]


def by_both(render) -> tuple:
    ours, djangos = (parse_html(render(renderer)) for renderer in (get_default_renderer(), DjangoTemplates()))
    return ours, djangos


@pytest.mark.parametrize("kind", WIDGETS)
@pytest.mark.parametrize("value", [None, "", 0, UNSAFE, ["1", UNSAFE]])
def test_a_widget_is_as_django_renders_it(kind, value):
    ours, djangos = by_both(lambda renderer: kind().render("name", value, ATTRS, renderer))
    assert ours == djangos


@pytest.mark.parametrize("kind", SELECTS)
@pytest.mark.parametrize("value", [None, "", "a", 2, UNSAFE, ["a", "x"]])
def test_a_choice_is_as_django_renders_it(kind, value):
    ours, djangos = by_both(lambda renderer: kind(choices=CHOICES).render("name", value, ATTRS, renderer))
    assert ours == djangos


class Form(forms.Form):
    title = forms.CharField(help_text="Short.")
    kind = forms.ChoiceField(choices=CHOICES, required=False)
    is_checked = forms.BooleanField()


@pytest.mark.parametrize("data", [None, {}, {"title": UNSAFE, "kind": "a", "is_checked": "on"}, {"kind": "none"}])
def test_a_form_its_labels_and_its_errors_are_as_django_renders_them(data):
    ours, djangos = by_both(lambda renderer: Form(data, renderer=renderer).as_div())
    assert ours == djangos
    ours, djangos = by_both(
        lambda renderer: "".join(
            f"{field.label_tag(attrs={'class': UNSAFE})}{field.errors.as_ul()}"
            for field in Form(data, renderer=renderer)
        )
    )
    assert ours == djangos


def test_no_errors_are_no_list():
    assert ErrorList().as_ul() == str(ErrorList()) == ""
    assert UNSAFE.count("<") == 1 and "&lt;b&gt;" in ErrorList([UNSAFE]).as_ul()
