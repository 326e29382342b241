"""The employment feedback forms in a family file: as issued, and what came back on each (DOC-14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from server.documents.blocks import Block, heading, ledger
from server.documents.issued import Mark, Sheet, format_sheet
from server.documents.words import chinese_date
from server.domain.act import Act
from server.domain.days import parse_date, shanghai_date
from server.domain.employment import JobForm, form_id
from server.domain.paper import PaperKind
from server.services.dossiers import Dossier
from server.services.issued_papers import read_sheet
from server.services.job_forms import read_form
from server.services.papers_of_cases import title_of
from server.services.readings import Line, Rows, Section, read_out

UNNUMBERED: Final = "未编号"
Printed = tuple[Mapping[str, Any], Mark]


def print_job_forms(dossier: Dossier, issued: list[Act]) -> Iterator[Printed]:
    """The feedback form of each person and period, as issued, and what came back on it (DOC-14)."""
    forms = [act for act in issued if act.facts["kind"] == PaperKind.JOB_FORM]
    yield from (read_sheet(dossier.district, dossier.case, act) for act in forms)
    for member, record in dossier.case.jobs.items():
        for form in record.forms:
            if form.content:
                yield from _returned_form(dossier, form_id(member, form.year, form.period), form)


def _returned_form(dossier: Dossier, about: str, form: JobForm) -> Iterator[Printed]:
    """What a form that came back says, in its own words; nothing where it is erased."""
    case, district = dossier.case, dossier.district
    definition, answers = read_form(district, case, form)
    if not definition:
        return
    act = next(act for act in case.acts if act.facts.get("content") == form.content)
    sheet = Sheet(
        template="form",
        title=f"{title_of(dossier.policy, PaperKind.JOB_FORM)}（交回）",
        organ=dossier.street_office,
        summary="",
        state=f"{about}，{chinese_date(parse_date(form.returned_on))}交回",
        blocks=list(_returned_blocks(read_out(definition, answers, "zh"))),
    )
    on = shanghai_date(act.at)
    yield format_sheet(sheet), Mark(UNNUMBERED, "", act.at, on, "", None, district.settings.demo)


def _returned_blocks(sections: Sequence[Section]) -> Iterator[Block]:
    for section in sections:
        yield heading(section.label)
        yield ledger(["问", "答"], [60, 0], list(_lines_of(section.items)), "ll")


def _lines_of(items: Iterable[Line | Rows], before: str = "") -> Iterator[list[str]]:
    """Each question with its answer, those of a row under the row's name."""
    for item in items:
        if isinstance(item, Line):
            yield [f"{before}{item.label}", item.text]
        else:
            for name, inside in item.rows:
                yield from _lines_of(inside, f"{item.label} {name}：")
