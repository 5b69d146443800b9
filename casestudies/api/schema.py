"""Describes operations for drf-spectacular: their parameters and all their responses."""

import uritemplate
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, PolymorphicProxySerializer
from rest_framework import serializers

from casestudies.models.facts import Fact
from casestudies.models.record import Entry, Record
from casestudies.serializers.fields import SLUG, Text

from .problems import NOTHING, PROBLEM, REMOVED

IN_PATH = {
    "slug": "The slug of the record.",
    "key": "The key of the fact.",
    "owner": "The slug of the record that the fact belongs to.",
    "source": "The slug of the source.",
}
MOVED = "It has another address, since it or its owner was renamed, merged or is in another list: `Location` has it."
KNOWN = "The client has this answer: its `ETag` was in `If-None-Match`."
UNKNOWN_PARAMETERS = "The query string asks for what there is not: `errors` says what to change, by parameter."
NO_PARAMETERS = "A record takes no parameters."
PAST_THE_LAST = "There is no such page of the list."
WITHDRAWN = "The record, or its owner, was withdrawn; `reason` says why."
DELETED = "The fact was on the site and was deleted; `deleted_at` says when."


class Problem(serializers.Serializer):
    """Why there is no such answer, as RFC 9457 has it."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()


class BadParameters(Problem):
    """What is wrong with the query string."""

    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="For each parameter what to change, naming what is allowed.",
    )


class Withdrawn(Problem):
    """The record, or the one that it belongs to, was withdrawn."""

    reason = Text(help_text="Why.")


class Deleted(Problem):
    """The fact was on the site, and was deleted."""

    deleted_at = serializers.DateTimeField(help_text="When.")
    owner = serializers.URLField(
        allow_null=True,
        help_text="The address here of the record that it belonged to; null if no such record is public.",
    )


EITHER = PolymorphicProxySerializer("Gone", [Withdrawn, Deleted], resource_type_field_name=None)


class OperationSchema(AutoSchema):
    """The description of an operation, which returns a list or one record."""

    @property
    def is_list(self) -> bool:
        return self.view.action == "list"

    @property
    def below_a_record(self) -> bool:
        """Whether the address depends on a record with a state, which can be renamed or withdrawn."""
        return bool({"owner", "source"} & set(self.path_variables)) or issubclass(self.view.listing.model, Record)

    @property
    def is_entry(self) -> bool:
        """Whether the rows are entries of a vocabulary, which can be merged or removed."""
        return issubclass(self.view.listing.model, Entry)

    @property
    def path_variables(self) -> list[str]:
        return list(uritemplate.variables(self.path))

    def get_summary(self):
        tag = self.get_tags()[0].replace("-", " ")
        below = "source" in self.path_variables
        what = f"{self.view.listing.name} of a source" if below else tag
        if self.is_list:
            return f"List {what}"
        return f"One of the {what}" + (f": of a {self.view.kind}" if getattr(self.view, "kind", "") else "")

    def get_description(self):
        return " ".join(filter(None, [str(self.view.listing.lead), self.view.listing.api_note]))

    def get_override_parameters(self):
        return [
            OpenApiParameter(name, {"type": "string", "pattern": SLUG}, "path", description=IN_PATH[name])
            for name in self.path_variables
        ]

    def get_response_serializers(self):
        found = "A page of the list." if self.is_list else "The record."
        answers = {200: OpenApiResponse(self.view.get_serializer_class()(), found)}
        if self.path_variables and (self.below_a_record or self.is_entry):
            answers[301] = OpenApiResponse(description=MOVED)
        answers[304] = OpenApiResponse(description=KNOWN)
        answers[400, PROBLEM] = OpenApiResponse(BadParameters, UNKNOWN_PARAMETERS if self.is_list else NO_PARAMETERS)
        answers[404, PROBLEM] = OpenApiResponse(Problem, PAST_THE_LAST if self.is_list else NOTHING)
        if gone := self.gone():
            answers[410, PROBLEM] = gone
        return answers

    def gone(self) -> OpenApiResponse | None:
        """Why there may be nothing at the address any more; None if nothing goes from there."""
        can_be_withdrawn = self.path_variables and self.below_a_record
        if issubclass(self.view.listing.model, Fact) and not self.is_list:
            if can_be_withdrawn:
                return OpenApiResponse(EITHER, f"{WITHDRAWN} Or: {DELETED}")
            return OpenApiResponse(Deleted, DELETED)
        if self.path_variables and self.is_entry:
            return OpenApiResponse(Problem, REMOVED)
        return OpenApiResponse(Withdrawn, WITHDRAWN) if can_be_withdrawn else None


def without_marks(result: dict, **_) -> dict:
    """A hook after generation: removes the internal marks of drf-spectacular from the document."""

    def strip(node):
        if isinstance(node, dict):
            node.pop("x-spec-enum-id", None)
        for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            strip(below)

    strip(result)
    return result
