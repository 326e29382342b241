"""What a household was paid and pays back: its history, the acts on it, and the list (S7-DUTY-D2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.money import parse_yuan, plain_yuan
from server.domain.percent import share_words
from server.domain.recovery import INSTALMENTS, REASONS
from server.domain.sheet import format_csv
from server.services import recoveries
from server.services.cases import get_case_view
from server.services.recoveries import ListedRecovery, get_account
from server.services.sentences_recovery import REASON_WORDS, WAY_WORDS
from server.services.suggested_recoveries import list_suggested, suggested_for
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.language import in_language
from server.web.paging import page_of
from server.web.payment_words import LINE_STATES, LINE_WORDS

PAGE: Final = 20
_STATES: Final[Mapping[str, bool | None]] = {"open": True, "settled": False, "all": None}
_HERE: Final = "desk.show_payments_of"
_FIELDS: Final = {
    "recovery.reason": "reason",
    "recovery.words": "words",
    "recovery.way": "way",
    "recovery.stopped": "way",
    "recovery.amount": "amount",
    "recovery.future": "on",
    "recovery.received_already": "words",
}
_CSV_HEAD: Final = (
    "受理号",
    "社区",
    "认定日期",
    "原因",
    "认定多发（元）",
    "要退（元）",
    "已退（元）",
    "发放表扣回（元）",
    "免退（元）",
    "还没退（元）",
)


@desk.get("/cases/<case:number>/payments")
@permit("payment.read")
def show_payments_of(number: str) -> ResponseReturnValue:
    """Every payment of a household, newest first, and what it still has to pay back."""
    district, actor = current_district(), current_actor()
    account = get_account(district, actor, number)
    return render_template(
        "recoveries/household.html",
        view=get_case_view(district, actor, number),
        case=account.case,
        account=account,
        suggested=suggested_for(district, actor, number),
        payments=page_of(account.payments, PAGE),
        reason_words=_words(REASON_WORDS),
        way_words=_words(WAY_WORDS),
        line_words=LINE_WORDS,
        line_states=LINE_STATES,
        here="find",
    )


@desk.get("/recoveries")
@permit("payment.read")
def show_recoveries() -> ResponseReturnValue:
    """Households with something to pay back; by default those with a balance."""
    listed, state = _listed(), _asked_state()
    return render_template(
        "recoveries/list.html",
        found=page_of(listed, PAGE),
        suggested=list_suggested(current_district(), current_actor()),
        balance_fen=sum(each.balance_fen for each in listed),
        count=len(listed),
        state=state,
        reason_words=_words(REASON_WORDS),
        way_words=_words(WAY_WORDS),
        here="upkeep",
    )


@desk.get("/recoveries.csv")
@permit("payment.read")
def download_recoveries() -> Response:
    rows = [_csv_row(each) for each in _listed()]
    return saved_file(format_csv(_CSV_HEAD, rows), f"recoveries-{_asked_state()}.csv")


@desk.route("/cases/<case:number>/overpayment", methods=["GET", "POST"])
@permit("recovery.find")
def find_overpaid(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "recoveries/find.html",
        lambda form: _find(form, number),
        gettext("认定好了。下一步：把告知书送到家里，商量怎么退。"),
        {"reason": request.args.get("reason", "")},
        _HERE,
        fields=_FIELDS,
        overpaid=recoveries.work_out_overpaid(current_district(), current_district().get_case(number)),
        reasons=[(code, in_language(*REASON_WORDS[code])) for code in REASONS],
    )


@desk.route("/cases/<case:number>/repayment-plan", methods=["GET", "POST"])
@permit("recovery.receive")
def agree_repayment(number: str) -> ResponseReturnValue:
    district = current_district()
    account = get_account(district, current_actor(), number)
    return act_on_case(
        number,
        "recoveries/agree.html",
        lambda form: _agree(form, number),
        gettext("退款方式定好了。"),
        then=_HERE,
        fields=_FIELDS | {"recovery.amount": "monthly"},
        account=account,
        ways=[(code, in_language(*words)) for code, words in WAY_WORDS.items()],
        cap=share_words(district.policy_of(account.case.policy).payment.recovery_share),
    )


@desk.route("/cases/<case:number>/repayment", methods=["GET", "POST"])
@permit("recovery.receive")
def receive_repayment(number: str) -> ResponseReturnValue:
    account = get_account(current_district(), current_actor(), number)
    today = current_district().today().isoformat()
    return act_on_case(
        number,
        "recoveries/receive.html",
        lambda form: _receive(form, number),
        gettext("退款记好了。"),
        {"amount": plain_yuan(account.balance_fen), "on": today},
        _HERE,
        fields=_FIELDS,
        account=account,
    )


@desk.route("/cases/<case:number>/waiver", methods=["GET", "POST"])
@permit("recovery.waive")
def waive_repayment(number: str) -> ResponseReturnValue:
    account = get_account(current_district(), current_actor(), number)
    return act_on_case(
        number,
        "recoveries/waive.html",
        lambda form: _waive(form, number),
        gettext("免退批准了。"),
        {"amount": plain_yuan(account.balance_fen)},
        _HERE,
        fields=_FIELDS,
        account=account,
    )


def _find(form: Form, number: str) -> None:
    place = (current_district(), current_actor(), number)
    recoveries.find_overpayment(*place, form.text("reason"), form.text("words"))


def _agree(form: Form, number: str) -> None:
    way = form.text("way")
    monthly_fen = form.read("monthly", parse_yuan, 0) if way == INSTALMENTS else 0
    if not form.errors:
        recoveries.agree(current_district(), current_actor(), number, way, monthly_fen)


def _receive(form: Form, number: str) -> None:
    fen = form.read("amount", parse_yuan, 0)
    on = form.read("on", parse_date, current_district().today())
    if not form.errors:
        recoveries.receive(current_district(), current_actor(), number, fen, on, form.text("words"))


def _waive(form: Form, number: str) -> None:
    fen = form.read("amount", parse_yuan, 0)
    if not form.errors:
        recoveries.waive(current_district(), current_actor(), number, fen, form.text("words"))


def _words(words: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {code: in_language(*each) for code, each in words.items()}


def _asked_state() -> str:
    state = request.args.get("state", "open")
    return state if state in _STATES else "open"


def _listed() -> list[ListedRecovery]:
    return recoveries.list_accounts(current_district(), current_actor(), is_open=_STATES[_asked_state()])


def _csv_row(each: ListedRecovery) -> tuple[str, ...]:
    row = each.row
    sums = (row.found_fen, row.asked_fen, row.received_fen, each.kept_fen, row.waived_fen, each.balance_fen)
    place = (row.file, row.community, row.found_on, REASON_WORDS[row.reason][0])
    return (*place, *(plain_yuan(fen) for fen in sums))
