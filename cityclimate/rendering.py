"""How the fields of forms become HTML: as Django does it, with fewer templates for each field."""

from django.forms.renderers import TemplatesSetting

WIDGETS = "django/forms/widgets"
KINDS = ["text", "number", "hidden", "url", "email", "password", "checkbox"]
INPUTS = {f"{WIDGETS}/{kind}.html": f"{WIDGETS}/input.html" for kind in KINDS}


class Renderer(TemplatesSetting):
    """Uses templates/django/forms/ first. A form of the admin has hundreds of fields, most of them without errors."""

    def render(self, template_name, context, request=None):
        if "error_class" in context and not context["errors"]:
            return ""
        return super().render(INPUTS.get(template_name, template_name), context, request)
