"""Reading downloads with other people's tools, as a researcher would."""

import csv
import io
import json

import geojson
import openpyxl
from django.conf import settings

from tests.lists import LISTED, LISTS, PREFIXES

FORMATS = ["csv", "json", "xlsx", "geojson"]
MAPPED = [name for name in LISTS if LISTED[name].places]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


def address(name: str, extension: str, query: str = "", language: str = "en") -> str:
    return f"{PREFIXES[language]}{name}.{extension}{query and '?'}{query}"


class Download:
    """The body of a response, read once."""

    def __init__(self, response):
        assert response.status_code == 200, response.content.decode()
        self.body = response.getvalue()

    @property
    def csv(self) -> list[dict]:
        return list(csv.DictReader(io.StringIO(self.body.decode("utf-8-sig"), newline="")))

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def geojson(self) -> geojson.FeatureCollection:
        return geojson.loads(self.body)

    @property
    def book(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(self.body))

    def xlsx(self, name: str) -> list[dict]:
        """The rows of a list by the names of its columns, which the sheet does not print."""
        head, *rows = self.book.worksheets[0].iter_rows(values_only=True)
        return [dict(zip(LISTED[name].table.names, row, strict=True)) for row in rows]

    def rows(self, name: str, extension: str) -> list[dict]:
        match extension:
            case "csv":
                return self.csv
            case "json":
                return self.json["rows"]
            case "xlsx":
                return self.xlsx(name)
            case "geojson":
                return [feature["properties"] for feature in self.geojson["features"]]

    def paths(self, name: str, extension: str, language: str = "en") -> list[str]:
        """Where the rows lead, as the cards of the list do."""
        column = {"en": "link_en", "zh-hans": "link_zh_hans"}[language]
        return [row[column].removeprefix(settings.SITE_URL) for row in self.rows(name, extension)]
