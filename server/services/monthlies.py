"""The monthly table of a month and an area, computed from the index (W-24)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from server.domain.annual import paid_of
from server.domain.makeup import CAUSES
from server.domain.monthly import ABILITY, WHO, Monthly, Part
from server.domain.period import Period
from server.domain.permission import Actor
from server.domain.receipt import RESIDENCES
from server.records.count_rows import lines_fen, paid_sums, returned_sums, sent_sums
from server.records.makeup_rows import ASKED, PeopleCount, count_causes, count_people, count_unknown
from server.services.annuals import get_annual
from server.services.district import District


def get_monthly(district: District, actor: Actor, month: str, area: str = "") -> Monthly:
    """The table of what a person may see."""
    annual = get_annual(district, actor, Period(month, month), area)
    index, area = district.index, annual.area
    people = {one.residence: one for one in count_people(index, month, area)}
    unknown, causes = count_unknown(index, month, area), count_causes(index, month, area)
    money, year = _money(district, month, area), _year(district, month, area)
    parts = {
        home: Part(
            known=people[home].persons if home in people else 0,
            counts=_counts(people.get(home)),
            unknown=unknown.get(home, 0),
            causes={code: causes.get((home, code), 0) for code in CAUSES},
            asked=causes.get((home, ASKED), 0),
            unasked=causes.get((home, ""), 0),
            money=money[home],
            year_fen=year[home],
        )
        for home in RESIDENCES
    }
    return Monthly(month, area, annual.months[0], parts, lines_fen(index, month, area))


def _counts(count: PeopleCount | None) -> dict[str, int]:
    return {code: getattr(count, code) for code in (*WHO, *ABILITY)} if count else {}


def _money(district: District, month: str, area: str) -> Mapping[str, dict[str, int]]:
    """What was sent by kind, and what the bank gave back of it; kept back and given back again is neither."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    period = Period(month, month)
    for one in sent_sums(district.index, period, area):
        found[one.residence][one.kind] = one.amount_fen
    for one in returned_sums(district.index, period, area):
        paid = paid_of(one.kind, 0, one.amount_fen)
        money = found[one.residence]
        money["returned"] = money.get("returned", 0) + paid.benefit_fen + paid.subsidy_fen
    return found


def _year(district: District, month: str, area: str) -> Mapping[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for one in paid_sums(district.index, Period(f"{month[:4]}-01", month), area):
        paid = paid_of(one.kind, 0, one.amount_fen)
        found[one.residence] += paid.benefit_fen + paid.subsidy_fen
    return found
