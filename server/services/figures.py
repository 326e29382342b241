"""Figures that are reported, not computed: entered with their day and source, kept as acts (S4-09…S4-20)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from server.domain.figure import (
    EVIDENCE,
    OPENING,
    Figure,
    figures_file,
    fold_figures,
    format_report,
    parse_value,
)
from server.domain.period import year_period
from server.domain.permission import Actor, check_may
from server.services.district import District, draft_act


def report_figures(
    district: District, actor: Actor, year: int, given: Mapping[str, str], on: date, source: str
) -> dict[str, Figure]:
    """Enters the items that are filled in; the others of the year stay as they were reported."""
    check_may(actor, "figures.report")
    year_period(year)
    values = {code: parse_value(code, text) for code, text in given.items() if text.strip()}
    content = format_report(values, on, source)
    file = figures_file(year)
    with district.casebook.turn:
        acts = district.casebook.read(file)
        digest = district.evidence.put(EVIDENCE, file, content, salt=district.new_salt())
        draft = draft_act(actor, "figures.report", OPENING, {"figures": digest, "items": sorted(values)})
        last = acts[-1] if acts else None
        policy = last.policy if last else district.policy.key
        district.casebook.append(draft, file, last, policy=policy)
    return figures_of(district, year)


def figures_of(district: District, year: int) -> dict[str, Figure]:
    """What is reported of a year, by code; empty where nothing is."""
    file = figures_file(year)
    acts = district.casebook.read(file)
    reports = {
        act.facts["figures"]: district.evidence.get(EVIDENCE, file, act.facts["figures"]) for act in acts
    }
    return fold_figures(acts, reports)
