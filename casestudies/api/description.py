"""The description of the API: an OpenAPI document for programs, and a page for people made from it."""

from dataclasses import dataclass
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from rest_framework.request import Request

from casestudies.finding import refuse_parameters
from casestudies.serializers.fields import DATE, DECIMAL, SLUG

from .pagination import MOST
from .problems import InJSON

RENDERERS = {"json": OpenApiJsonRenderer, "yaml": OpenApiYamlRenderer}
NAMES = {SLUG: "slug", DECIMAL: "decimal", DATE: "date"}
ENVELOPE = "Paginated"  # begins the names of the schemas of lists


@dataclass(frozen=True)
class ValueType:
    """The type of a value: `before` and `after` are words around a simple type or the name of a schema."""

    before: str
    simple: str
    ref: str
    after: str


@dataclass(frozen=True)
class Property:
    """A parameter, or a property of a schema."""

    name: str
    shape: ValueType
    description: str


@dataclass(frozen=True)
class Endpoint:
    path: str
    summary: str
    parameters: list[Property]
    found: ValueType
    other: dict[str, str]


@dataclass(frozen=True)
class EndpointGroup:
    """The operations on one kind of thing."""

    name: str
    description: str
    operations: list[Endpoint]


@dataclass(frozen=True)
class Schema:
    name: str
    description: str
    fields: list[Property]


@cache
def document() -> dict:
    """The OpenAPI document. It does not depend on the content, so each process makes it once."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


@cache
def rendered(extension: str) -> bytes:
    return RENDERERS[extension]().render(document())


class OpenAPI(InJSON):
    schema = None  # it is no operation of the API

    def get(self, request: Request, extension: str) -> HttpResponse:
        refuse_parameters(request)
        if extension not in RENDERERS:
            raise Http404(extension)
        return HttpResponse(rendered(extension), content_type=RENDERERS[extension].media_type)


def page(request: HttpRequest) -> HttpResponse:
    refuse_parameters(request)
    return render(request, "casestudies/api.html", {"groups": groups(), "schemas": schemas(), "most": MOST})


@cache
def groups() -> list[EndpointGroup]:
    found: dict[str, EndpointGroup] = {}
    for path, methods in document()["paths"].items():
        operation = methods["get"]
        (tag,) = operation["tags"]
        group = found.setdefault(tag, EndpointGroup(tag, operation["description"], []))
        group.operations.append(_operation(path, operation))
    return list(found.values())


def _operation(path: str, operation: dict) -> Endpoint:
    answers = operation["responses"]
    return Endpoint(
        path=path,
        summary=operation["summary"],
        parameters=[
            Property(one["name"], shape(one["schema"]), one["description"])
            for one in operation["parameters"]
            if one["in"] == "query"
        ],
        found=shape(answers["200"]["content"]["application/json"]["schema"]),
        other={status: answer["description"] for status, answer in answers.items() if status != "200"},
    )


@cache
def schemas() -> list[Schema]:
    return [
        Schema(
            name,
            schema.get("description") or f"Either of these: {', '.join(_named(schema['oneOf']))}.",
            [
                Property(key, shape(value), value.get("description", ""))
                for key, value in schema.get("properties", {}).items()
            ],
        )
        for name, schema in document()["components"]["schemas"].items()
        if not name.startswith(ENVELOPE)
    ]


def _named(schemas: list[dict]) -> list[str]:
    return [schema["$ref"].rpartition("/")[2] for schema in schemas]


def shape(schema: dict) -> ValueType:
    """The type that a JSON Schema describes, in the few forms that the document uses."""
    before = after = ref = simple = ""
    if ways := [way for way in schema.get("oneOf", schema.get("allOf", ())) if way.get("type") != "null"]:
        after = " or null" if len(ways) < len(schema.get("oneOf", ways)) else ""
        schema = ways[0]
    if schema.get("type") == "array":
        before, schema = "list of ", schema["items"]
    if "$ref" in schema:
        (ref,) = _named([schema])
        if ref.startswith(ENVELOPE):
            before, ref = "page of ", ref.removeprefix(ENVELOPE).removesuffix("List")
    else:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        named = NAMES.get(schema.get("pattern"), schema.get("format"))
        simple = " or ".join(named if named and one == "string" else one for one in types)
    return ValueType(before, simple, ref, after)
