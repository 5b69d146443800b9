"""An outcome as the API returns it, for the description. A test compares it with the schema and the content."""

SITE = "https://cityclimate.example"


def text(english: str | None = None, chinese: str | None = None) -> dict:
    return {"en": english, "zh-Hans": chinese}


def linked(path: str, english: str, chinese: str) -> dict:
    slug = path.strip("/").rpartition("/")[2]
    addresses = {"url": f"{SITE}/{path}/", "api_url": f"{SITE}/api/v1/{path}/"}
    return {"slug": slug, "name": text(english, chinese), **addresses}


CASE = linked(
    "case-studies/bogota-clean-air-zone",
    "Bogotá: clean air zones that put equity first",
    "波哥大：以公平为先的清洁空气区",
)
SOURCE = linked("sources/c40-clean-air", "Clean air in cities: six case studies", "城市清洁空气：六个案例")

FIRST_ZONE = {
    "key": "first-zone",
    "owner": {"kind": "case"} | CASE,
    "url": f"{CASE['url']}#outcome-first-zone",
    "api_url": f"{SITE}/api/v1/outcomes/case/bogota-clean-air-zone/first-zone/",
    "editors_note": text(
        "The source says that the launch was announced in September 2023; we read the zone as launched then.",
        "原文说 2023 年 9 月“宣布启动”；我们理解为该区域于当时启动。",
    ),
    "citations": [
        {
            "source": SOURCE,
            "passage": {
                "slug": "bogota-results",
                "locator": text("Bogotá, Results", "波哥大，成果"),
                "url": f"{SOURCE['url']}#bogota-results",
                "api_url": f"{SOURCE['api_url']}passages/bogota-results/",
            },
            "anchor": anchor,
        }
        for anchor in ("首个 ZUMA 位于博萨区", "于 2023 年 9 月宣布启动")
    ],
    "text": text("1 zone", "1 个区域"),
    "value": "1",
    "upper_value": None,
    "qualifier": "exactly",
    "unit": {
        "slug": "zones",
        "url": None,
        "api_url": f"{SITE}/api/v1/units/zones/",
        "symbol": text("zones", "个区域"),
        "dimension": "count",
        "factor": "1",
        "currency": None,
    },
    "base_value": "1",
    "base_upper_value": None,
    "as_printed": "首个 ZUMA",
    "indicator": linked("indicators/clean-air-zones", "Clean air zones launched", "已启动的清洁空气区"),
    "kind": "level",
    "status": "achieved",
    "scope": "whole-place",
    "sentence": text(
        "The launch of Bogotá's first clean air zone, the ZUMA in the Bosa district, was announced in September 2023.",
        "2023 年 9 月，波哥大首个清洁空气区宣布启动，即设在博萨区的 ZUMA。",
    ),
    "subgroup": text(),
    "places": [linked("cities/bogota", "Bogotá", "波哥大")],
    "started": None,
    "ended": "2023-09",
    "duration": None,
    "accumulation": "at-date",
    "per": None,
    "gas": None,
    "money_year": None,
    "baseline": None,
    "preferred": True,
    "equivalents": [],
}
