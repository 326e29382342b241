"""The part of a page that takes a file: tried and told row by row, then the same rows are taken over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.import_plan import Column, ImportPlan, Row
from server.errors import Refusal
from server.services.imports import ImportKind, run_import, try_import
from server.services.sheet_files import format_rows, parse_rows, read_rows, unknown_headings
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.form import Form, posted_form


@dataclass(frozen=True)
class Trial:
    """What a trial found; ``kept`` are its rows as the page keeps them, ``passed_over`` headings unread."""

    plan: ImportPlan
    kept: str
    passed_over: Sequence[str]

    @property
    def said(self) -> str:
        """What it comes to, in a sentence."""
        if self.plan.wrong:
            return str(ngettext("%(num)d 行不对，还没有导入", "%(num)d 行不对，还没有导入", self.plan.wrong))
        if not self.plan.new:
            return str(gettext("都早就有了，不用再导入"))
        return str(ngettext("都对，%(num)d 行可以导入", "都对，%(num)d 行可以导入", self.plan.new))


Page = Callable[[Form, Trial | None], str]


def import_on_page(kind: ImportKind, page: Page, then: str) -> ResponseReturnValue:
    """Shows ``page``; tries the file it sent, or takes over the rows of a trial and goes on to ``then``."""
    if request.method == "GET":
        return page(Form(), None)
    form, district, actor = posted_form(), current_district(), current_actor()
    try:
        if form.text("do") != "import":
            rows, passed_over = _sent_rows(kind.columns)
            plan = try_import(district, actor, kind, rows)
            return page(form, Trial(plan, "" if plan.wrong else format_rows(rows), passed_over))
        plan = run_import(district, actor, kind, parse_rows(form.text("rows"), kind.columns))
    except Refusal as refusal:
        form.refuse_with("file", refusal)
        return page(form, None), refusal.status
    flash(_said(plan))
    return see(then)


def _said(plan: ImportPlan) -> str:
    said = ngettext("导入了 %(num)d 行。", "导入了 %(num)d 行。", plan.new)
    if plan.known:
        said += ngettext("%(num)d 行早就有了。", "%(num)d 行早就有了。", plan.known)
    return str(said)


def _sent_rows(columns: Sequence[Column]) -> tuple[list[Row], list[str]]:
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if not content:
        raise Refusal("import.file")
    return read_rows(content, columns), unknown_headings(content, columns)
