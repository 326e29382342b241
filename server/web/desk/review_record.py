"""What the community found at a review, member by member, and its opinion (S7-DUTY-C6, S7-REV-08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.benefit import Benefit
from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.household import COPIES
from server.domain.money import parse_yuan, plain_yuan
from server.domain.periodic_review import ADJUST_REASONS, OPINIONS, STOP_REASONS, get_open
from server.domain.review_household import MemberNow
from server.errors import Refusal
from server.services.households_now import answers_now
from server.services.periodic_reviews import Found, home_answers, preview, record_review
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.acts import show_act
from server.web.desk.blueprint import desk
from server.web.desk.review_sayings import said_before
from server.web.desk.review_shares import fresh_shares, read_shares, share_words
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import in_language
from server.web.review_words import (
    EMPLOYMENT,
    LEVELS,
    ORIGINALS,
    PLACES,
    STATUSES,
    WAYS,
    opinion_words,
    options,
    reasons,
)
from server.web.words import INCOME_KINDS, RELATIONS, SEXES

NEW: Final = 2  # rows for people who joined; whoever has more records a second time
_SAID: Final = ("opinion", "adjust_reason", "stop_reason")


@desk.route("/cases/<case:number>/reviews/record", methods=["GET", "POST"])
@permit("review.record")
def record_periodic_review(number: str) -> ResponseReturnValue:
    """Shows what was known, takes what is now, works the amount out before anybody gives an opinion."""
    district = current_district()
    case = district.get_case(number)
    get_open(case)
    if request.method == "GET":
        return _page(case, Form(_fresh(case)), None)
    form = posted_form()
    asked = {name: request.form.getlist(name) for name in ("ways", "levels")}
    status, benefit = 200, None
    try:
        found = _found(form, case, asked)
        if form.text("do") == "work-out":
            benefit = None if form.errors else preview(district, case, found)
        elif not form.errors:
            record_review(district, current_actor(), number, found)
            flash(gettext("复核记下了。下一步：告诉家里意见和理由。"))
            return see(url_for("desk.show_reviews_of", number=number))
    except Refusal as refusal:
        form.refuse_with("", refusal)
        status = refusal.status
    return _page(case, form, benefit, asked), status if status != 200 or not form.errors else 422


def _page(
    case: Case, form: Form, benefit: Benefit | None, asked: Mapping[str, Sequence[str]] | None = None
) -> str:
    review = get_open(case)
    rows = [] if review.visit else answers_now(current_district(), case)["member"]
    words = {
        "review": review,
        **said_before(case),
        **share_words(case, review),
        "rows": rows,
        "new": range(NEW),
        "benefit": benefit,
        "asked": asked or {"ways": ["originals", "oral"], "levels": ["community"]},
        "statuses": options(STATUSES),
        "employment": options(EMPLOYMENT),
        "kinds": options(INCOME_KINDS),
        "relations": options(RELATIONS, [code for code in RELATIONS if code != "head"]),
        "sexes": options(SEXES),
        "copies": COPIES,
        "originals": options(ORIGINALS),
        "ways": options(WAYS),
        "places": options(PLACES),
        "levels": options(LEVELS),
        "opinions": [(code, opinion_words(code)) for code in OPINIONS],
        "adjust_reasons": reasons(ADJUST_REASONS),
        "stop_reasons": reasons(STOP_REASONS),
        "classes": [
            (each.code, f"{each.code} {in_language(each.title.zh, each.title.en)}")
            for each in current_district().policy_of(case.policy).review.classes
        ],
        "home": home_answers(current_district(), case, review) if review.visit else None,
    }
    form.labels = {f"m{i}-": gettext("%(name)s：", name=row.get("name", "")) for i, row in enumerate(rows)}
    return show_act(case.number, "reviews/record.html", form, words)


def _fresh(case: Case) -> dict[str, str]:
    """Everybody still there with the incomes as last found; amounts are there to be corrected."""
    review = get_open(case)
    values = {"place": "community"} | fresh_shares(case, review)
    if review.visit:
        return values | {"place": "home"}
    answers = answers_now(current_district(), case)
    for i, row in enumerate(answers["member"]):
        values |= {f"m{i}-status": "same", f"m{i}-employment": str(row.get("employment") or "")}
        for j, income in enumerate(row.get("income") or ()):
            values[f"m{i}-i{j}-amount"] = _plain(income.get("amount"))
    return values | {"savings": _plain(answers.get("savings") or answers.get("assets_total"))}


def _plain(amount: Any) -> str:
    try:
        return plain_yuan(parse_yuan(str(amount))) if amount not in (None, "") else ""
    except Refusal:
        return str(amount)


def _found(form: Form, case: Case, asked: Mapping[str, Sequence[str]]) -> Found:
    opinion = form.text("opinion")
    members = () if get_open(case).visit else tuple(_members(form, case))
    if form.text("savings"):
        form.read("savings", parse_yuan, 0)
    seen = {code: form.text(f"original-{code}") for code in COPIES}
    if form.text("do") != "work-out" and opinion not in OPINIONS:
        form.refuse("opinion-keep", gettext("选初步意见。"))
    return Found(
        opinion=opinion,
        reason=form.text(f"{opinion}_reason") if opinion in ("adjust", "stop") else "",
        words=form.text("words"),
        members=members,
        savings=form.text("savings"),
        originals={code: said for code, said in seen.items() if said},
        ways=asked["ways"],
        place=form.text("place") or "community",
        levels=asked["levels"],
        klass=form.text("class"),
        reduced=read_shares(form, case, get_open(case)),
    )


def _members(form: Form, case: Case) -> Iterator[MemberNow]:
    rows = answers_now(current_district(), case)["member"]
    for i, row in enumerate(rows):
        start = f"m{i}-"
        incomes = [
            _income(form, f"{start}i{j}-", str(income.get("kind")), str(income.get("source") or ""))
            for j, income in enumerate(row.get("income") or ())
        ]
        if form.text(f"{start}more-amount"):
            kind = form.text(f"{start}more-kind")
            if kind not in INCOME_KINDS:
                form.refuse(f"{start}more-kind", gettext("选收入种类。"))
            incomes.append(_income(form, f"{start}more-", kind, form.text(f"{start}more-source")))
        status = form.text(f"{start}status")
        yield MemberNow(str(row["_id"]), status, employment=form.text(f"{start}employment"), incomes=incomes)
    for place in range(NEW):
        if form.text(f"n{place}-name"):
            yield _joined(form, f"n{place}-")


def _joined(form: Form, start: str) -> MemberNow:
    if form.text(f"{start}relation") not in RELATIONS:
        form.refuse(f"{start}relation", gettext("选和户主的关系。"))
    birth = form.read(f"{start}birth", parse_date, current_district().today())
    if birth > current_district().today():
        form.refuse(f"{start}birth", gettext("出生日期还没到。"))
    amount = form.text(f"{start}amount")
    kind = form.text(f"{start}kind") or "other"
    return MemberNow(
        "",
        name=form.text(f"{start}name"),
        relation=form.text(f"{start}relation"),
        sex=form.text(f"{start}sex"),
        birth=birth.isoformat(),
        incomes=[_income(form, start, kind, "")] if amount else [],
    )


def _income(form: Form, start: str, kind: str, source: str) -> dict[str, str]:
    fen = form.read(f"{start}amount", parse_yuan, 0) if form.text(f"{start}amount") else 0
    return {"kind": kind, "source": source, "amount": plain_yuan(fen)}
