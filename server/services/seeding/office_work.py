"""What is on the desks of the synthetic district today: reviews, a recovery, a tip-off, goods, the budget.

Told at the end, when the index knows everything; a few of each, so that every page has something to show.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from server.domain.budget import DISTRICT
from server.domain.goods import Item
from server.domain.month import first_day_of, month_after, month_before, month_of_day
from server.domain.objection import Statement
from server.domain.review_household import MemberNow
from server.services import budgets, goods, payrolls, recoveries
from server.services.complaints import assign_officers, complain_on_page, find_complaint, look_into
from server.services.households_now import answers_now
from server.services.periodic_reviews import Found, begin_review, record_review, tell_family
from server.services.review_decisions import audit_review
from server.services.seeding.dice import Dice
from server.services.seeding.pictures import draw_signature
from server.services.seeding.places import STREETS, Street
from server.services.seeding.town import Town
from server.services.stops import stop_receipt

_WAN: Final = 1_000_000  # 万元 in fen
_SPARE: Final = ((13, 10), (101, 100), (9, 10))  # of what the year takes, what each street is given
_GOODS: Final = (Item("大米", "公斤", 0, 5), Item("食用油", "桶", 1, 0))
_QUILTS: Final = (Item("棉被", "床", 1, 0),)
_CHECKED: Final = "入户看过，材料和实际对得上。"


def tell_today(town: Town, dice: Dice, taken: dict[str, list[str]]) -> None:
    """Everything of this module; ``taken`` are the households taken over, by street."""
    for street in STREETS:
        _review(town, street, taken[street.id][1:4])
    _overpay(town, STREETS[0], taken[STREETS[0].id][-1])
    _complain(town, STREETS[0], taken[STREETS[0].id][-2])
    _hand_out(town, dice)
    _next_rolls(town)
    _give_budgets(town)


def _review(town: Town, street: Street, numbers: list[str]) -> None:
    """One kept, one waiting for the street, one just opened (S7-REV-01)."""
    district, officer = town.district, town.actor(street.id)
    for place, number in enumerate(numbers):
        case = district.get_case(number)
        clerk = town.actor(case.community)
        begin_review(district, clerk, number, "spot")
        if place == len(numbers) - 1:
            return
        members = tuple(
            MemberNow(str(row["_id"]), incomes=list(row.get("income") or ()))
            for row in answers_now(district, case)["member"]
        )
        seen = {"income": "same"}
        record_review(district, clerk, number, Found("keep", "", _CHECKED, members, originals=seen))
        tell_family(district, clerk, number, district.today())
        if place == 0:
            audit_review(district, officer, number, True, f"{street.id}-2")


def _overpay(town: Town, street: Street, number: str) -> None:
    """A death learned of a month late: found, partly paid back (S7-DUTY-D2, D-31)."""
    district, officer = town.district, town.actor(street.id)
    happened_on = first_day_of(month_before(month_of_day(district.today()))) + timedelta(days=2)
    stop_receipt(
        district, town.actor("bureau"), number, "died", happened_on, "死亡证明看过，社区上月底才知道。"
    )
    if not recoveries.work_out_overpaid(district, district.get_case(number)):
        return
    recoveries.find_overpayment(district, officer, number, "died", "死亡证明和发放表对过。")
    recoveries.agree(district, officer, number, "at_once")
    recoveries.receive(district, officer, number, 20_000, district.today(), "收据 0031 号")


def _complain(town: Town, street: Street, number: str) -> None:
    """A tip-off that was true and suggests a recovery (S7-DUTY-S6)."""
    district, actor = town.district, town.actor
    community = district.get_case(number).community
    receipt = complain_on_page(
        district, "household", community, Statement("他家在外面有房出租。", once="seed-1")
    )
    assign_officers(district, actor("district"), receipt, number, (street.id, "district"))
    look_into(district, actor(street.id), receipt, "documents", district.today(), "看了房产登记和租约。")
    find_complaint(district, actor("district"), receipt, "true", "recovery", "租约从今年初起，没有申报。")


def _hand_out(town: Town, dice: Dice) -> None:
    """One hand-out going on in the first street, one ended in the second (S7-DUTY-S3)."""
    district, (first, second, *_) = town.district, STREETS
    going = goods.make_list(district, town.actor(first.id), first.id, district.today(), "节日慰问", _GOODS)
    for line in goods.read_lines(district, town.actor(first.id), going)[:4]:
        clerk = town.actor(line.community)
        goods.collect(district, clerk, going.id, [line.case], draw_signature(dice))
    officer = town.actor(second.id)
    ended = goods.make_list(district, officer, second.id, district.today(), "冬季送温暖", _QUILTS)
    cases = [line.case for line in goods.read_lines(district, officer, ended)]
    goods.collect(district, officer, ended.id, cases[:-1])
    goods.close(district, officer, ended.id, "一户外出，放在社区，回来再领。")


def _next_rolls(town: Town) -> None:
    """Next month's roll of two streets waits for its signatures; one has the first of them."""
    district, month = town.district, month_after(month_of_day(town.district.today()))
    for place, street in enumerate(STREETS[:2]):
        roll = payrolls.open_payroll(district, town.actor(street.id), street.id, month)
        if place:
            payrolls.sign(district, town.actor("district"), roll.id, roll.lines)


def _give_budgets(town: Town) -> None:
    """Enough for the first street, hardly for the second, too little for the third; one is to be amended."""
    district, reviewer, year = town.district, town.actor("district"), town.district.today().year
    total = 0
    for street, (part, whole) in zip(STREETS, _SPARE, strict=True):
        standing = budgets.view_budget(district, reviewer, year, street.id).standing
        takes = standing.paid_fen + standing.committed_fen
        amount_fen = max(standing.paid_fen + 1, takes * part // whole // 10_000 * 10_000)
        _give(town, year, street.id, amount_fen)
        total += amount_fen
    _give(town, year, DISTRICT, total)
    third = STREETS[-1].id
    wanted = budgets.view_budget(district, reviewer, year, third).standing
    more = wanted.paid_fen + wanted.committed_fen + _WAN
    budgets.amend_budget(district, reviewer, year, third, more, "新批的户比年初预计的多。")


def _give(town: Town, year: int, area: str, amount_fen: int) -> None:
    words = f"区财政{year}年预算批复，按在册户数和标准测算。"
    budgets.propose_budget(town.district, town.actor("district"), year, area, amount_fen, words)
    budgets.confirm_budget(town.district, town.actor("bureau"), year, area, amount_fen)
