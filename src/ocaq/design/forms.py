"""How forms look: our own field templates for every form of the house."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    pass
