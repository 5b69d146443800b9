"""Reading the API in tests."""

SITE, ROOT = "http://127.0.0.1:8000", "/api/v1"


def names(answer: dict) -> list[str]:
    """Slugs and keys of the rows of a list."""
    return [row.get("slug") or row["key"] for row in answer["results"]]


def text(english: str | None = None, chinese: str | None = None) -> dict:
    return {"en": english, "zh-Hans": chinese}
