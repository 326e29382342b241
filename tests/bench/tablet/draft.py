"""The same half-made visit for every engine: a tree of answers, and the XForm instance that says it."""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape

MEMBERS: Final = 20
INCOMES: Final = 3
EACH_YUAN: Final = 100  # the first income; each further one of the household is a yuan more


def draft() -> dict[str, Any]:
    """Twenty people with three incomes each, everything required of them answered."""
    return {
        "privacy_read": "OK",
        "visit_date": "2026-03-12",
        "met_who": "self",
        "address_same": "yes",
        "member": [_member(number) for number in range(MEMBERS)],
        "cash": "200.00",
        "savings": "1000.00",
        "vehicle": "none",
        "tenure": "own",
    }


def total_yuan() -> int:
    """What every engine must show for the draft."""
    incomes = MEMBERS * INCOMES
    return incomes * EACH_YUAN + incomes * (incomes - 1) // 2


def write_instance(definition: dict[str, Any], answers: dict[str, Any]) -> str:
    """The answers as a primary instance, group by group as the workbook has them."""
    inside = _elements(definition["nodes"], answers)
    return f'<data id="hundred" version="1">{inside}<meta><instanceID>uuid:1</instanceID></meta></data>'


def _member(number: int) -> dict[str, Any]:
    return {
        "_id": f"m{number}",
        "name": f"成员{number + 1}",
        "relation": "head" if number == 0 else "child",
        "birth": f"{1960 + number}-05-06",
        "sex": "female",
        "marital": "single",
        "health": "healthy",
        "employment": "flexible",
        "income": [_income(number, place) for place in range(INCOMES)],
    }


def _income(number: int, place: int) -> dict[str, Any]:
    return {
        "_id": f"i{number}-{place}",
        "kind": "wages",
        "source": f"零工{place + 1}",
        "amount": f"{EACH_YUAN + number * INCOMES + place}.00",
        "basis": ["payslip", "bank"],
        "since": "2025-01-01",
        "regular": "yes",
    }


def _elements(nodes: list[dict[str, Any]], answers: dict[str, Any]) -> str:
    return "".join(_element(node, answers) for node in nodes)


def _element(node: dict[str, Any], answers: dict[str, Any]) -> str:
    name = node["name"]
    if node["type"] == "group":
        return f"<{name}>{_elements(node['nodes'], answers)}</{name}>"
    if node["type"] == "repeat":
        rows = answers.get(name, [])
        return "".join(f"<{name}>{_elements(node['nodes'], row)}</{name}>" for row in rows)
    value = answers.get(name, "")
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"<{name}>{escape(text)}</{name}>"
