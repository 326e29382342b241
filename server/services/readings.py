"""A sealed visit laid out to be read at the desk: its sections, questions and rows in the form's own words.

It reads any version of any form: what a file shows is what was asked when it was filled in (S7-APPR-01).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

from server.domain.days import parse_date
from server.domain.identity import mask_identity_number
from server.domain.money import format_yuan, parse_yuan
from server.errors import Refusal

Lang = Literal["zh", "en"]

_UNITS: Final = {
    "money": ("元", "yuan"),
    "area": ("平方米", "m²"),
    "persons": ("人", ""),
    "years": ("岁", ""),
}
_SIGNED: Final = ("已签", "signed")
_PHOTOS: Final = ("{n} 张，见照片", "{n}, see the photos")
_YES: Final = ("确认了", "confirmed")
_IDENTITY: Final = "id_number"
_STEP: Final = re.compile(r"([^.\[]+)(?:\[([^\]]*)\])?(?:\.|$)")


@dataclass(frozen=True)
class Line:
    """A question that was answered, or a figure that was worked out; ``path`` is where it stands."""

    name: str
    label: str
    text: str
    path: str = ""
    is_amount: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class Rows:
    """The rows of a repeat: members, vehicles, neighbours."""

    label: str
    rows: tuple[tuple[str, tuple[Line | Rows, ...]], ...]  # the name of each, then what it holds


@dataclass(frozen=True)
class Section:
    """A section of the form that has answers."""

    name: str
    label: str
    items: tuple[Line | Rows, ...]


@dataclass(frozen=True)
class Beside:
    """One question under two readings, empty where one of them has no answer to it."""

    label: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        return self.here != self.there


def lay_beside(here: Sequence[Section], there: Sequence[Section]) -> tuple[Beside, ...]:
    """Two readings question by question, those of rows under the name of the row."""
    mine, theirs = _flatten(here), _flatten(there)
    labels = dict.fromkeys((*theirs, *mine))
    return tuple(Beside(label, mine.get(label, ""), theirs.get(label, "")) for label in labels)


def _flatten(sections: Sequence[Section]) -> dict[str, str]:
    """Every answer under its label; a label that stands there already is counted on."""
    flat: dict[str, str] = {}
    for section in sections:
        for label, text in _lines(section.items):
            again = sum(known == label or known.startswith(f"{label} #") for known in flat)
            flat[f"{label} #{again + 1}" if again else label] = text
    return flat


def _lines(items: Sequence[Line | Rows], above: str = "") -> Iterator[tuple[str, str]]:
    for item in items:
        if isinstance(item, Line):
            yield f"{above}{item.label}", item.text
            continue
        for name, inside in item.rows:
            yield f"{above}{item.label}", name
            yield from _lines(inside, f"{above}{name} · ")


def read_out(form: Mapping[str, Any], answers: Mapping[str, Any], lang: Lang) -> tuple[Section, ...]:
    """Every section with its answers, in the order of the form; what was not asked is left out."""
    sections = (
        Section(node["name"], _text(node["label"], lang), tuple(_items(form, [node], answers, lang)))
        for node in form["nodes"]
        if node["type"] == "group"
    )
    return tuple(section for section in sections if section.items)


def section_of(form: Mapping[str, Any], path: str) -> str:
    """The section in which a path is asked; empty where no section has it."""
    asked = _STEP.findall(path)
    for node in form["nodes"] if asked else ():
        with suppress(LookupError):
            if node["type"] == "group" and _node(node["nodes"], asked[0][0]):
                return str(node["name"])
    return ""


def read_at(
    form: Mapping[str, Any], answers: Mapping[str, Any], path: str, value: Any, lang: Lang
) -> tuple[str, str]:
    """What a path asks, rows on the way by the names they have in ``answers``, and a value it may hold."""
    nodes, here, labels = form["nodes"], answers, list[str]()
    *above, last = _STEP.findall(path)
    for name, row in above:
        node = _node(nodes, name)
        here = next((each for each in here.get(name, ()) if each["_id"] == row), {})
        labels.append(_named(form, node, here, lang))
        nodes = node["nodes"]
    node = _node(nodes, last[0])
    label = " · ".join([*labels, _text(node["label"], lang)])
    if node["type"] == "repeat":
        return label, _named(form, node, value, lang) if value else ""
    return label, _answer(form, node, value, lang) if value else ""


def _named(form: Mapping[str, Any], node: Mapping[str, Any], row: Mapping[str, Any], lang: Lang) -> str:
    """A row by what names it, then what else it says."""
    lines = [item for item in _items(form, node["nodes"], row, lang) if isinstance(item, Line)]
    title = next((line.text for line in lines if line.name == node.get("title")), "")
    return title or ("、" if lang == "zh" else ", ").join(line.text for line in lines[:3])


def _node(nodes: list[Any], name: str) -> Mapping[str, Any]:
    """A question or repeat of a scope by its name; groups add nothing to a path."""
    for node in nodes:
        if node["name"] == name:
            return dict(node)
        if node["type"] == "group":
            with suppress(LookupError):
                return _node(node["nodes"], name)
    raise LookupError(name)


def _items(
    form: Mapping[str, Any], nodes: list[Any], answers: Mapping[str, Any], lang: Lang, above: str = ""
) -> Iterator[Line | Rows]:
    for node in nodes:
        answer = answers.get(node["name"])
        if node["type"] == "group":
            yield from _items(form, node["nodes"], answers, lang, above)
        elif not answer or "label" not in node:
            continue
        elif node["type"] == "repeat":
            yield Rows(_text(node["label"], lang), tuple(_rows(form, node, answer, lang, above)))
        else:
            yield _line(form, node, answer, lang, above)


def _rows(
    form: Mapping[str, Any], node: Mapping[str, Any], answer: list[Any], lang: Lang, above: str
) -> Iterator[tuple[str, tuple[Line | Rows, ...]]]:
    """Each row under what names it, which is then not said again."""
    for number, row in enumerate(answer, start=1):
        place = f"{above}{node['name']}[{row.get('_id')}]."
        items = tuple(_items(form, node["nodes"], row, lang, place))
        lines = (item for item in items if isinstance(item, Line))
        title = next((line for line in lines if line.name == node.get("title")), None)
        name = title.text if title else f"{_text(node['label'], lang)} {number}"
        yield name, tuple(item for item in items if item is not title)


def _line(form: Mapping[str, Any], node: Mapping[str, Any], answer: Any, lang: Lang, above: str) -> Line:
    looks = node.get("appearance", ())
    return Line(
        name=node["name"],
        label=_text(node["label"], lang),
        text=_answer(form, node, answer, lang),
        path=above + node["name"],
        is_amount="money" in looks,
        is_long="multiline" in looks,
    )


def _answer(form: Mapping[str, Any], node: Mapping[str, Any], answer: Any, lang: Lang) -> str:
    if node["type"] == "image":
        return _in(_PHOTOS, lang).format(n=len(answer))
    if node["type"] in ("acknowledge", "signature"):
        return _in(_YES if node["type"] == "acknowledge" else _SIGNED, lang)
    if "list" in node:
        return _chosen(form["lists"][node["list"]], answer, lang)
    if node["type"] == "date":
        return _day(str(answer), lang, by_month="month-year" in node.get("appearance", ()))
    if node["name"] == _IDENTITY:
        return mask_identity_number(str(answer))
    return _measured(str(answer), node.get("appearance", ()), lang)


def _chosen(choices: list[Any], answer: Any, lang: Lang) -> str:
    """The words of what was chosen; a code the list does not know stands as it is."""
    labels = {choice["value"]: _text(choice["label"], lang) for choice in choices}
    codes = answer if isinstance(answer, list) else [answer]
    return ("、" if lang == "zh" else ", ").join(labels.get(code, str(code)) for code in codes)


def _measured(text: str, looks: Any, lang: Lang) -> str:
    unit = next((_in(_UNITS[look], lang) for look in looks if look in _UNITS), "")
    return f"{_money(text) if 'money' in looks else text} {unit}".rstrip()


def _money(text: str) -> str:
    try:
        return format_yuan(parse_yuan(text))
    except Refusal:
        return text


def _day(text: str, lang: Lang, *, by_month: bool) -> str:
    try:
        day = parse_date(text)
    except Refusal:
        return text
    if lang == "en":
        return f"{day:%B %Y}" if by_month else f"{day.day} {day:%b %Y}"
    return f"{day.year}年{day.month}月" + ("" if by_month else f"{day.day}日")


def _text(words: Mapping[str, Any], lang: Lang) -> str:
    """A label in a language; the pieces that mention other answers are left out."""
    text = words[lang]
    return text if isinstance(text, str) else "".join(piece for piece in text if isinstance(piece, str))


def _in(words: tuple[str, str], lang: Lang) -> str:
    return words[0] if lang == "zh" else words[1]
