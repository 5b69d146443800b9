"""`{{ widget.attrs|flatatt }}`: the attributes of an element, as Django writes them."""

from django import template
from django.forms.utils import flatatt

register = template.Library()
register.filter(flatatt)
