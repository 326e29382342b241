"""Payment rolls at the desk: made, signed by two, sent to the bank, answered (S7-DUTY-D2, S7-DUTY-S3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.money import parse_yuan
from server.domain.month import month_after
from server.domain.notice import mask_name
from server.domain.payroll import PROPOSED, SENT, SENT_BACK, SIGNED, Payroll
from server.domain.permission import Actor
from server.domain.sheet import GB18030, UTF_8
from server.errors import Refusal
from server.records.entries import Area
from server.services import payrolls
from server.services.budgets import shortage
from server.services.district import District
from server.services.payrolls import Returned
from server.services.sentences import Names
from server.web.answers import saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.paging import asked_page, page_of
from server.web.payment_words import KIND_WORDS, STATE_WORDS

PAGE: Final = 50
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_HOLD: Final = ("暂缓", "hold")
_FIELDS: Final = {
    "payroll.reason": "reason",
    "payroll.answer": "returned",
    "payroll.no_line": "returned",
    "payroll.named_twice": "returned",
    "payroll.returned_already": "returned",
    "payroll.sum": "paid",
}
Value = TypeVar("Value")


@desk.get("/payrolls")
@permit("payroll.read")
def show_payrolls() -> ResponseReturnValue:
    return render_template(
        "payrolls/list.html",
        found=payrolls.list_payrolls(current_district(), current_actor(), asked_page()),
        states=STATE_WORDS,
        here="upkeep",
    )


@desk.route("/payrolls/new", methods=["GET", "POST"])
@permit("payroll.propose")
def new_payroll() -> ResponseReturnValue:
    """Opens the roll of a month; what is on it comes from what each household receives."""
    district, actor = current_district(), current_actor()
    if request.method == "GET":
        month = month_after(district.today().isoformat()[:7])
        return _new_page(Form({"month": month, "street": actor.street}))
    form = posted_form()
    month, subsidy = form.read("month", _month, ""), _subsidy(form)
    if not form.errors:
        try:
            payroll = payrolls.open_payroll(district, actor, form.text("street"), month, subsidy)
        except Refusal as refusal:
            form.refuse_with("", refusal)
        else:
            flash(gettext("发放表做好了，等两个人签。"))
            return see(url_for("desk.show_payroll", payroll=payroll.id))
    return _new_page(form), 422


@desk.get("/payrolls/<payroll:payroll>")
@permit("payroll.read")
def show_payroll(payroll: str) -> ResponseReturnValue:
    return _page(payroll, Form())


@desk.post("/payrolls/<payroll:payroll>/signature")
@permit("payroll.sign")
def sign_payroll(payroll: str) -> ResponseReturnValue:
    """Signs what the page showed: its digest comes with the form."""
    return _do(payroll, payrolls.sign, lambda form: form.text("lines"), gettext("签好了。"))


@desk.post("/payrolls/<payroll:payroll>/return")
@permit("payroll.sign")
def send_payroll_back(payroll: str) -> ResponseReturnValue:
    return _do(payroll, payrolls.send_back, lambda form: form.text("reason"), gettext("退回了。"))


@desk.post("/payrolls/<payroll:payroll>/proposal")
@permit("payroll.propose")
def propose_payroll_again(payroll: str) -> ResponseReturnValue:
    return _do(payroll, payrolls.propose_again, _subsidy_again, gettext("重新算好了。"))


@desk.post("/payrolls/<payroll:payroll>/sending")
@permit("payroll.send")
def send_payroll(payroll: str) -> ResponseReturnValue:
    return _do(
        payroll,
        payrolls.send,
        lambda form: form.text("encoding"),
        gettext("记下了发给银行的文件。请存下来交给银行。"),
    )


@desk.get("/payrolls/<payroll:payroll>/bank.csv")
@permit("payroll.send")
def payroll_csv(payroll: str) -> Response:
    """The very bytes whose digest stands in the act that sent the roll."""
    district = current_district()
    found = payrolls.get_payroll(district, current_actor(), payroll)
    return saved_file(payrolls.sent_file(district, found), f"{found.id}.csv")


@desk.post("/payrolls/<payroll:payroll>/answer")
@permit("payroll.send")
def record_bank_answer(payroll: str) -> ResponseReturnValue:
    return _do(
        payroll,
        payrolls.record_answer,
        lambda form: _returned(form.text("returned")),
        gettext("记下了银行的结果。"),
    )


@desk.post("/payrolls/<payroll:payroll>/release")
@permit("payroll.send")
def release_payment(payroll: str) -> ResponseReturnValue:
    return _do(
        payroll,
        payrolls.release,
        lambda form: form.text("case"),
        gettext("不再暂缓，下个月一起发。"),
    )


@desk.post("/payrolls/<payroll:payroll>/end")
@permit("payroll.send")
def close_payroll(payroll: str) -> ResponseReturnValue:
    return _do(
        payroll,
        payrolls.close,
        lambda form: parse_yuan(form.text("paid")),
        gettext("结清了。"),
    )


def _do(
    payroll: str,
    step: Callable[[District, Actor, str, Value], Payroll],
    read: Callable[[Form], Value],
    done: str,
) -> ResponseReturnValue:
    """Does one thing to a roll with what ``read`` finds in the form; a refusal is said on its page."""
    form = posted_form()
    try:
        step(current_district(), current_actor(), payroll, read(form))
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        form.refuse_with(_field(payroll, form, refusal), refusal)
        return _page(payroll, form), refusal.status
    flash(done)
    return see(url_for("desk.show_payroll", payroll=payroll))


def _page(payroll: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    found = payrolls.get_payroll(district, actor, payroll)
    return render_template(
        "payrolls/roll.html",
        roll=found,
        lines=page_of(payrolls.read_lines(district, found), PAGE),
        returned=_returned_lines(district, found),
        less=payrolls.owed_less(district, found),
        without_passbook=payrolls.without_passbook(district, found),
        sent_back_for=payrolls.read_reason(district, found, found.sent_back_for),
        shortage=shortage(district, found),
        may_sign=actor.user_id not in (found.proposed_by, *found.signed_by),
        names=Names(district),
        mask=mask_name,
        states=STATE_WORDS,
        kinds=KIND_WORDS,
        encodings=((UTF_8, "UTF-8"), (GB18030, "GB18030")),
        form=form,
        here="upkeep",
    )


def _returned_lines(district: District, found: Payroll) -> list[tuple[str, int, str, bool]]:
    return [
        (case, fen, payrolls.read_reason(district, found, found.reasons.get(case, "")), case in found.held)
        for case, fen in found.returned.items()
    ]


def _new_page(form: Form) -> str:
    return render_template("payrolls/new.html", form=form, streets=_streets(current_actor()), here="upkeep")


def _streets(actor: Actor) -> list[tuple[str, str]]:
    areas = current_district().office.every(Area)
    return [
        (area.id, area.name_zh) for area in areas if area.kind == "street" and actor.street in ("", area.id)
    ]


def _field(payroll: str, form: Form, refusal: Refusal) -> str:
    """The field a refusal is about, where the step the roll has come to shows it."""
    name = _FIELDS.get(refusal.code, "")
    if refusal.code.startswith("money."):
        name = "paid" if "paid" in form.values else "subsidy"
    found = payrolls.get_payroll(current_district(), current_actor(), payroll)
    shown = {"reason": (PROPOSED, SIGNED), "subsidy": (SENT_BACK,), "returned": (SENT,), "paid": (SENT,)}
    is_shown = found.state in shown.get(name, ()) and (name != "paid" or found.has_result)
    return name if is_shown else ""


def _month(text: str) -> str:
    if _MONTH.fullmatch(text) is None:
        raise Refusal("payroll.month")
    return text


def _subsidy(form: Form) -> int:
    """Fen a person; empty is none."""
    return form.read("subsidy", parse_yuan, 0) if form.text("subsidy") else 0


def _subsidy_again(form: Form) -> int:
    """Like :func:`_subsidy`, but what cannot be read is refused at once: no roll is made of it."""
    return parse_yuan(form.text("subsidy") or "0")


def _returned(text: str) -> list[Returned]:
    """One household a line: its number, a space, the reason; ``暂缓`` at the end keeps it back."""
    found = []
    for n, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        held = words[-1] in _HOLD
        reason = " ".join(words[1:-1] if held else words[1:])
        if not reason:
            raise Refusal("payroll.answer", line=n)
        found.append(Returned(words[0], reason, held))
    return found
