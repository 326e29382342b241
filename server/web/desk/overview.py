"""What a role looks at first: each figure leads to its list, each chart stands over its table (S4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.clock import CLOCK_WORDS, WHY_WORDS
from server.domain.money import format_yuan
from server.domain.permission import may
from server.services.overviews import Overview, get_overview
from server.web.cause_words import CAUSES
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.damaged import damage_told
from server.web.desk.list_places import LATE, STOPPED, TODAY
from server.web.desk.worklist import counted, late_complaints
from server.web.employment_words import rate
from server.web.guard import permit
from server.web.statistics_charts import PlaceChart, month_chart, week_chart
from server.web.words import month


@dataclass(frozen=True)
class Tile:
    """One figure: what it is of, what it says, and the list behind it."""

    title: str
    figure: str
    text: str
    address: str


@desk.get("/overview")
@permit("statistics.read")
def show_overview() -> ResponseReturnValue:
    found = get_overview(current_district(), current_actor())
    return render_template(
        "statistics/overview.html",
        found=found,
        tiles=list(_tiles(found)),
        damage=damage_told(),
        causes=list(_causes(found)),
        visits=_visit_chart(found),
        approved=_approval_chart(found),
        here="statistics",
    )


def _tiles(found: Overview) -> Iterator[Tile]:
    yield Tile(
        gettext("等我办"),
        ngettext("%(num)d 件", "%(num)d 件", found.waiting),
        gettext("现在等您办的案卷。"),
        url_for("desk.worklist_page"),
    )
    yield _due(gettext("过期的"), LATE, found.dues.late, gettext("没有过期的。"))
    if found.dues.late_complaints:
        figure = ngettext("%(num)d 件", "%(num)d 件", found.dues.late_complaints)
        yield Tile(
            gettext("过期的举报"), figure, late_complaints(found.dues), url_for("desk.show_complaints")
        )
    yield _due(gettext("今天到期的"), TODAY, found.dues.today, gettext("没有今天到期的。"))
    yield _due(gettext("期限停着的"), STOPPED, found.dues.stopped, gettext("没有停着的。"))
    yield _money(found)
    if found.lag is not None:
        yield Tile(
            gettext("收讫"),
            ngettext("%(num)d 个没收完", "%(num)d 个没收完", len(found.lag.behind)),
            _lag(found),
            url_for("desk.show_freshness"),
        )


def _due(title: str, queue: str, counts: Mapping[str, int], none: str) -> Tile:
    words = WHY_WORDS if queue == STOPPED else CLOCK_WORDS
    figure = ngettext("%(num)d 件", "%(num)d 件", sum(counts.values()))
    return Tile(
        title, figure, counted(counts, words) if counts else none, url_for("desk.worklist_page", queue=queue)
    )


def _money(found: Overview) -> Tile:
    """What is due follows from who is in receipt; what is paid, from rolls that were sent."""
    text = gettext(
        "%(month)s 在保 %(households)s 户 %(persons)s 人，应发 %(due)s 元。",
        month=month(found.month),
        households=f"{found.stock.households:,}",
        persons=f"{found.stock.persons:,}",
        due=format_yuan(found.due_fen),
    )
    rolls = may(current_actor(), "payroll.read")
    address = (
        url_for("desk.show_payrolls") if rolls else url_for("desk.show_statistics", month=_number(found))
    )
    return Tile(
        gettext("这个月发出"), gettext("%(yuan)s 元", yuan=format_yuan(found.paid_fen)), text, address
    )


def _number(found: Overview) -> int:
    return int(found.month[5:])


def _lag(found: Overview) -> str:
    """How old the oldest is, or how long ago everything was taken in."""
    if found.lag is None or found.lag.pass_seconds is None:
        return str(gettext("还没有收过一遍。"))
    if not found.lag.behind:
        return str(ngettext("%(num)d 秒前收完一遍", "%(num)d 秒前收完一遍", found.lag.pass_seconds))
    minutes = found.lag.oldest_seconds // 60
    return str(ngettext("等得最久的 %(num)d 分钟。", "等得最久的 %(num)d 分钟。", minutes))


def _causes(found: Overview) -> Iterator[tuple[str, int, str]]:
    for line in found.causes or ():
        yield str(CAUSES[line.code]), line.count, rate(line.permille)


def _visit_chart(found: Overview) -> PlaceChart:
    return week_chart("visits", gettext("每周入户（次）"), gettext("入户次数"), found.mondays, found.visits)


def _approval_chart(found: Overview) -> PlaceChart:
    title = gettext("每月批准（户，按开始发放的月份）")
    return month_chart("approved", title, (gettext("批准户数"),), found.months, [found.approved])
