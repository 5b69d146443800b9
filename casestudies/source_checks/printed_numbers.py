"""Figures as a source prints them, in Chinese or English, read as exact numbers.

130万 is 1,300,000; 三分之二 is 66.666667 percent; 四成 is 40 percent; 增长两倍 is three times as much, 增长到两倍 is
twice; 首个 is the first. The tables hold every form that can be read. Any other text gives no reading, never a guess.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from casestudies.quantities import EXACT

DIGITS = {char: value for value, chars in enumerate(("零〇", "一", "二两", "三", *"四五六七八九")) for char in chars}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SIX_PLACES = Decimal("0.000001")
Ends = tuple[Decimal, Decimal | None]  # the value, and the upper value of a range

# In 千瓦, 千克 and 百分 the 千 or 百 is part of the word and does not multiply.
_OWN = "(?![瓦克米焦卡赫分])"
SCALE = rf"(?:[百千]{_OWN}|[万亿])"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
HAN = rf"(?:[{''.join(DIGITS)}十]|{SCALE})+"
NUMBER = rf"(?:(?<![A-Za-z0-9/])(?<![0-9A-Za-z]\.){ARABIC}(?:\s*{SCALE}+|\s*(?:{'|'.join(WORDS)}))?|(?<!数){HAN})"
FIGURE = re.compile(
    rf"(?P<minus>(?<![\w%])[-\u2212])?(?P<low>{NUMBER})(?:\s*%)?"
    rf"(?:\s*(?:[-–—~～至到]|to)\s*(?P<high>{NUMBER}))?"
    r"(?P<form>\s*(?:%|per ?cent(?!age)|成(?![为员功立果本])|倍|times))?"
)
FRACTION = re.compile(rf"(?P<whole>百|千|{HAN})分之(?P<part>{NUMBER})")
ORDINAL = re.compile(rf"第(?P<rank>{HAN}|[0-9]+)|首[个座次批届家条项支部]")
PHRASES = (
    (re.compile(r"翻两番"), "multiple", Decimal(4)),
    (re.compile(r"翻一?[番倍]|doubl"), "multiple", Decimal(2)),
    (re.compile(r"tripl"), "multiple", Decimal(3)),
    (re.compile(r"quadrupl"), "multiple", Decimal(4)),
    (re.compile(r"[一减]半|半数|hal(?:f|v)"), "percent", Decimal(50)),
    (re.compile(r"全覆盖|全部|所有"), "percent", Decimal(100)),
)
FALL = re.compile(r"[减降缩跌↓]|\b(?:fell|fall|cut|reduc|less|lower|down)")
GROWTH = re.compile(r"(?:增长|增加|提高|提升|上升|扩大|增)了?(?:逾|超过|超|近|约|至少)?\s*$")  # 增长至 is no growth by
QUALIFIERS = {
    "about": re.compile(r"(?<![公合契签节条协])约|[~～]|左右|上下|大概"),
    "nearly": re.compile(r"接近|(?<!附)近(?=\s*[0-9一二两三四五六七八九十百千万])"),
    "more-than": re.compile(r"超过|逾|多于|(?<=[0-9十百千万亿])余|超(?=\s*[0-9一二两三四五六七八九十百千万])"),
    "at-least": re.compile(r"至少|不少于|以上"),
    "less-than": re.compile(r"不到|不足|少于|低于|以下"),
    "up-to": re.compile(r"最多|最高|至多|高达"),
}


@dataclass(frozen=True)
class Reading:
    """One way to read a printed figure. `form` is number, percent, multiple (3: three times as much) or ordinal."""

    form: str
    value: Decimal
    upper: Decimal | None = None


def number(text: str) -> Decimal:
    """The value of one printed number: 1.3 million, 130万, 二十三, 二〇三〇, 两百万."""
    if arabic := re.match(ARABIC, text):
        value = Decimal(arabic[0].replace(",", ""))
        scales = text[arabic.end() :].strip()
        for scale in [scales] if scales in WORDS else scales:
            value = EXACT.multiply(value, (WORDS | SMALL | LARGE)[scale])
        return value
    if len(text) > 1 and all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            continue
        if char in SMALL:
            section += (digit or 1) * SMALL[char]
        elif section + digit == 0 and total:
            total *= LARGE[char]  # 万亿
        else:
            total, section = total + (section + digit or 1) * LARGE[char], 0
        digit = 0
    return Decimal(total + section + digit)


def ends_of(match: re.Match[str]) -> Ends:
    """The one or two numbers of a match of FIGURE. In 9至12万 and 1.3 to 1.5 million the scale counts for both."""
    low, high = match["low"], match["high"]
    if high is None:
        return (-number(low) if match["minus"] else number(low)), None
    scale = re.sub(rf"^{ARABIC}", "", high)
    bare, last = number(low), number(high)
    if scale and re.fullmatch(ARABIC, low) and re.match(ARABIC, high) and bare < number(high.removesuffix(scale)):
        bare = number(low + scale)
    return (-bare if match["minus"] else bare), last


def readings(text: str) -> list[Reading]:
    """All readings of the figures in a text, in no particular order."""
    found: list[Reading] = []
    for match in FRACTION.finditer(text):
        whole = {"百": Decimal(100), "千": Decimal(1000)}.get(match["whole"]) or number(match["whole"])
        if whole:
            percent = EXACT.divide(100 * number(match["part"]), whole)
            found.append(Reading("percent", percent.quantize(SIX_PLACES, ROUND_HALF_UP)))
    text = FRACTION.sub("|", text)
    for phrase, form, value in PHRASES:
        found += [Reading(form, value)] * len(phrase.findall(text))
        text = phrase.sub("|", text)
    found += [Reading("ordinal", number(match["rank"] or "一")) for match in ORDINAL.finditer(text)]
    for match in FIGURE.finditer(ORDINAL.sub("|", text)):
        found.append(_figure(match))
    return found


def _figure(match: re.Match[str]) -> Reading:
    low, high = ends_of(match)
    form = (match["form"] or "").strip()
    if form == "成":
        return Reading("percent", low * 10, high and high * 10)
    if form in ("倍", "times"):
        more = 1 if GROWTH.search(match.string[: match.start()]) else 0
        return Reading("multiple", low + more, high and high + more)
    return Reading("percent" if form or "%" in match[0] else "number", low, high)


def qualified(text: str) -> tuple[str, str]:
    """The qualifier that a text contains and its word in the text: `about` and ~ for ~9; both empty if none."""
    found = ((name, words.search(text)) for name, words in QUALIFIERS.items())
    return next(((name, match[0]) for name, match in found if match), ("", ""))


def follows(as_printed: str, value: Decimal, upper: Decimal | None, kind: str, symbols: tuple[str, ...] = ()) -> bool:
    """Whether a value of an outcome of `kind`, in its unit, follows from what is printed.

    `symbols` are those of the unit: with 千吨 or million m² the number is divided by that scale. A fall (下降 65.9%)
    makes a change negative, but not a level (降至 5%).
    """
    falls = kind in ("change", "percent-change") and FALL.search(as_printed) is not None
    scale = next(filter(None, (scale_in(symbol, as_printed) for symbol in symbols)), Decimal(1))
    for reading in readings(as_printed):
        ends = ends_as(kind, reading, scale, "%" in symbols)
        if falls and ends and ends[0] > 0:
            ends = (-ends[0], None) if ends[1] is None else (-ends[1], -ends[0])
        if ends == (value, upper):
            return True
    return False


def scale_of(symbol: str) -> tuple[Decimal, str]:
    """1000 and “tonnes” for “thousand tonnes”, 1000 and 吨 for 千吨; 1 and nothing if the symbol has no scale."""
    if match := re.match(rf"({SCALE}+|{'|'.join(WORDS)})\s*(\w.*)", symbol):
        return number(f"1{match[1]}"), match[2].split()[0] if match[2][0].isascii() else match[2][0]
    return Decimal(1), ""


def scale_in(symbol: str, text: str) -> Decimal | None:
    """The scale of a symbol if the text counts without it, in tonnes; None if the symbol has no scale."""
    scale, stem = scale_of(symbol)
    return scale if stem and stem in text else None


def ends_as(kind: str, reading: Reading, scale: Decimal, in_percent: bool) -> Ends | None:
    """The reading as the values of an outcome of this kind; None if it can't be one."""
    ends = (reading.value, reading.upper)
    if kind == "multiple":
        return ends if reading.form == "multiple" else None
    if kind == "percent-change" and reading.form == "multiple":
        return _each(ends, lambda times: (times - 1) * 100)
    if kind in ("share", "percent-change") or reading.form == "percent":
        is_percent = reading.form == "percent" and (in_percent or kind in ("share", "percent-change"))
        return ends if is_percent else None
    return None if reading.form == "multiple" else _each(ends, lambda end: EXACT.divide(end, scale))


def _each(ends: Ends, change: Callable[[Decimal], Decimal]) -> Ends:
    return change(ends[0]), None if ends[1] is None else change(ends[1])
