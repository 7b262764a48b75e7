"""How forms look: our own field templates for every form of the house."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

# Controls that are a box to write or choose in; the rest (boxes to tick, hidden ones) have a form of their own.
_BOXES = frozenset({"text", "email", "number", "tel", "url", "search", "password", "date", "time", "datetime-local", "month", "file"})
_BOX_TEMPLATES = frozenset({"django/forms/widgets/textarea.html", "django/forms/widgets/select.html"})


class Renderer(TemplatesSetting):
    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget")
        if widget is not None and (widget.get("type") in _BOXES or template_name in _BOX_TEMPLATES):
            attrs = widget["attrs"]
            attrs["class"] = f"in {attrs['class']}" if attrs.get("class") else "in"
            if widget.get("type") in {"text", "search"} or template_name.endswith("textarea.html"):
                attrs.setdefault("dir", "auto")
        return super().render(template_name, context, request)
