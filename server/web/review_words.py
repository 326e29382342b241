"""What pages call the parts of a review, in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import gettext, lazy_gettext

from server.domain.day_words import say_month
from server.domain.money import format_yuan
from server.domain.month import month_of_day
from server.domain.periodic_review import STEP_WORDS, PeriodicReview
from server.domain.receipt import Receipt
from server.services.sentences_review import OCCASION_WORDS, OPINION_WORDS, REASON_WORDS
from server.web.current import current_district
from server.web.language import in_language

WAYS: Final[Mapping[str, str]] = {
    "originals": lazy_gettext("核对原件"),
    "oral": lazy_gettext("口头讯问"),
    "home_visit": lazy_gettext("入户调查"),
    "neighbours": lazy_gettext("访问邻居"),
    "information": lazy_gettext("信息核对"),
}
PLACES: Final[Mapping[str, str]] = {
    "community": lazy_gettext("集中在社区，面对面"),
    "home": lazy_gettext("在家里"),
    "street": lazy_gettext("在街道"),
}
LEVELS: Final[Mapping[str, str]] = {
    "community": lazy_gettext("社区自审"),
    "street": lazy_gettext("街道在场"),
    "district": lazy_gettext("区里到社区（零距离）"),
}
ORIGINALS: Final[Mapping[str, str]] = {
    "same": lazy_gettext("看过，没有变"),
    "changed": lazy_gettext("有变，收了复印件"),
    "missing": lazy_gettext("没带来"),
}
STATUSES: Final[Mapping[str, str]] = {
    "same": lazy_gettext("还在家里"),
    "left": lazy_gettext("不再共同生活"),
    "died": lazy_gettext("过世了"),
}
EMPLOYMENT: Final[Mapping[str, str]] = {
    "employed": lazy_gettext("在岗上班"),
    "flexible": lazy_gettext("打零工"),
    "registered": lazy_gettext("登记失业"),
    "unemployed": lazy_gettext("没有工作"),
    "student": lazy_gettext("在上学"),
    "preschool": lazy_gettext("没到学龄"),
    "retired": lazy_gettext("退休、年老"),
    "unable": lazy_gettext("不能劳动"),
}
DELIVERY: Final[Mapping[str, str]] = {
    "in_person": lazy_gettext("当面交给家里人"),
    "post": lazy_gettext("挂号寄出"),
    "left": lazy_gettext("留在住处"),
}
WHO_CAME: Final[Mapping[str, str]] = {
    "head": lazy_gettext("户主本人"),
    "member": lazy_gettext("家里其他人"),
    "proxy": lazy_gettext("代办的人"),
}
# Whose words they are, by the step they were said at.
SAID_AT: Final[Mapping[str, str]] = {
    "review_opened": lazy_gettext("开始时写的"),
    "review_recorded": lazy_gettext("社区的理由"),
    "review_told": lazy_gettext("家里的原话"),
    "review_audited": lazy_gettext("街道审核写的"),
    "review_returned": lazy_gettext("局负责人退回的原因"),
    "review_decided": lazy_gettext("局负责人写的"),
}
STATES: Final[Mapping[str, str]] = {
    "mine": lazy_gettext("等我办的"),
    "overdue": lazy_gettext("过了复核月还没做"),
    "due": lazy_gettext("本月要复核"),
    "open": lazy_gettext("正在办"),
    "done": lazy_gettext("办完了"),
    "classless": lazy_gettext("没有定分类"),
}


def occasion_words(code: str) -> str:
    return _upper(in_language(*OCCASION_WORDS[code]))


def opinion_words(code: str) -> str:
    return _upper(in_language(*OPINION_WORDS[code])) if code else ""


def reason_words(code: str) -> str:
    return _upper(in_language(*REASON_WORDS[code])) if code else ""


def step_words(act: str) -> str:
    """What a review waits for."""
    return _upper(in_language(*STEP_WORDS[act])) if act else ""


def said_at_words(act: str) -> str:
    """Whose words they are that were said at a step."""
    return str(SAID_AT[act])


def review_state(review: PeriodicReview) -> str:
    """What a review came to, else what it waits for."""
    return opinion_words(review.outcome) or step_words(review.waits_for)


def options(words: Mapping[str, str], codes: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Codes with their words, for a list to choose from."""
    return [(code, str(words[code])) for code in codes or words]


def reasons(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, reason_words(code)) for code in codes]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def pay_words(receipt: Receipt) -> tuple[str, str]:
    """What is paid this month and, where it is decided, from which month what else; or until when."""
    if not receipt.is_open:
        return str(gettext("发到")), receipt.now.until
    month = month_of_day(current_district().today())
    spell = receipt.in_month(month)
    later = [each for each in receipt.spells if each.since > month]
    if spell and all(each.amount_fen == spell.amount_fen for each in later):
        later = []
    said = [str(gettext("%(amount)s 元", amount=format_yuan(spell.amount_fen)))] if spell else []
    said += [
        str(gettext("%(month)s 起 %(amount)s 元", month=since, amount=amount))
        for since, amount in (
            (in_language(*say_month(each.since)), format_yuan(each.amount_fen)) for each in later
        )
    ]
    return str(gettext("现在每月") if spell else gettext("每月")), str(gettext("，")).join(said)


# What templates say of reviews.
REVIEW_FILTERS: Final = {
    "occasion": occasion_words,
    "opinion": opinion_words,
    "pay_words": pay_words,
    "review_step": step_words,
    "said_at": said_at_words,
    "stop_reason": reason_words,
}
