"""How pages write what the domain knows: days, money, stages and kinds, in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from flask_babel import gettext, lazy_gettext, ngettext

from server.domain.clock import CLOCK_WORDS, WHY_WORDS
from server.domain.clock import Clock as CaseClock
from server.domain.credential import STANDING_WORDS, Standing
from server.domain.daily_record import DAILY_WORDS
from server.domain.day_words import say_day, say_month
from server.domain.days import SHANGHAI, parse_date, parse_instant
from server.domain.identity import mask_identity_number
from server.domain.indicator import percent
from server.domain.material import MATERIAL_WORDS
from server.domain.meeting import AGENDA
from server.domain.money import format_yuan
from server.domain.paper import PAPER_STANDING_WORDS, PAPER_WORDS, PaperKind, PaperStanding
from server.domain.stage import STAGE_WORDS, Stage
from server.services.objections import BOARD
from server.web.case_words import NEXT_WORDS
from server.web.current import current_district
from server.web.language import current_language, in_language
from server.web.measures import distance, lasting, size
from server.web.permission_words import post_words, role_words
from server.web.review_words import REVIEW_FILTERS

RELATIONS: Final[Mapping[str, str]] = {
    "head": lazy_gettext("户主"),
    "spouse": lazy_gettext("配偶"),
    "child": lazy_gettext("子女"),
    "parent": lazy_gettext("父母"),
    "grandparent": lazy_gettext("祖父母、外祖父母"),
    "grandchild": lazy_gettext("孙子女、外孙子女"),
    "sibling": lazy_gettext("兄弟姐妹"),
    "other": lazy_gettext("其他"),
}
INCOME_KINDS: Final[Mapping[str, str]] = {
    "wages": lazy_gettext("工资、零工"),
    "business": lazy_gettext("经营所得"),
    "property": lazy_gettext("财产所得"),
    "pension": lazy_gettext("养老金"),
    "maintenance": lazy_gettext("赡养、抚养费"),
    "transfer": lazy_gettext("补助、补贴"),
    "other": lazy_gettext("其他"),
}
RESIDENCES: Final[Mapping[str, str]] = {"urban": lazy_gettext("城市"), "rural": lazy_gettext("农村")}
SEXES: Final[Mapping[str, str]] = {"female": lazy_gettext("女"), "male": lazy_gettext("男")}
STEPS: Final[Mapping[str, str]] = {
    "train": lazy_gettext("要先培训、考试"),
    "certify": lazy_gettext("考试合格，可以发证"),
    "lift": lazy_gettext("暂停着，查清后恢复"),
    "train-again": lazy_gettext("快到期了，要再培训、考试"),
    "renew": lazy_gettext("快到期了，考试合格，可以换证"),
    "none": lazy_gettext("没有要办的"),
}
SET_ASIDE_STATES: Final[Mapping[str, str]] = {
    "open": lazy_gettext("还没办"),
    "returned": lazy_gettext("退回平板了"),
    "accepted": lazy_gettext("收进案卷了"),
    "closed": lazy_gettext("结掉了"),
}
PURPOSES: Final[Mapping[str, str]] = {  # as the tablet calls them
    "visit": lazy_gettext("入户调查"),
    "review": lazy_gettext("入户复核"),
    "campaign": lazy_gettext("专项核查"),
    "housing": lazy_gettext("住房调查"),
    "employment": lazy_gettext("就业反馈表"),
}
WORK_KINDS: Final[Mapping[str, str]] = {
    "led": lazy_gettext("主办入户"),
    "joined": lazy_gettext("一起入户"),
    "contributed": lazy_gettext("补充记录"),
    "countersigned": lazy_gettext("会签"),
    "set_aside": lazy_gettext("搁置没收的"),
}
COORDINATES: Final[Mapping[str, str]] = {
    "GCJ-02": lazy_gettext("GCJ-02（国内手机地图）"),
    "CGCS2000": lazy_gettext("CGCS2000（测绘图）"),
    "WGS-84": lazy_gettext("WGS-84（卫星定位）"),
}
RECORD_KINDS: Final[Mapping[str, str]] = {
    "lead": lazy_gettext("主办人封存的"),
    "colleague": lazy_gettext("同事补充的"),
    "second_tablet": lazy_gettext("主办人的另一份"),
    "draft": lazy_gettext("没写完的草稿，没有签名"),
    "released": lazy_gettext("搁置以后收下的"),
}
WORK_STATES: Final[Mapping[str, str]] = {"in_record": lazy_gettext("在案卷里")} | dict(SET_ASIDE_STATES)
NOTICE_FIELDS: Final[Mapping[str, str]] = {
    "head": lazy_gettext("户主"),
    "persons": lazy_gettext("家庭人口"),
    "amount": lazy_gettext("拟发金额"),
}
SIGNED_HOW: Final[Mapping[str, str]] = {
    "signed": lazy_gettext("已签字"),
    "proxy": lazy_gettext("别人代签"),
    "refused": lazy_gettext("不愿签"),
    "unable": lazy_gettext("不会写"),
    "absent": lazy_gettext("不在场"),
}
DEVICE_STATES: Final[Mapping[str, str]] = {
    "active": lazy_gettext("在用"),
    "closing": lazy_gettext("任务收回了，还能发"),
    "replaced": lazy_gettext("重新登记过，旧的不用了"),
    "removed": lazy_gettext("已停用"),
}
DEVICE_ORDERS: Final[Mapping[str, str]] = {
    "lock": lazy_gettext("下次联网时锁上"),
    "wipe": lazy_gettext("都收讫以后清除"),
    "wipe_now": lazy_gettext("下次联网时马上清除"),
}
CHOICES: Final[Mapping[str, str]] = {
    "agree": lazy_gettext("同意"),
    "against": lazy_gettext("不同意"),
    "abstain": lazy_gettext("弃权"),
}


@dataclass(frozen=True)
class Clock:
    """A deadline as a list shows it: ``kind`` is late, today or running; days first, the date after."""

    kind: str
    icon: str
    words: str
    date: str


def yuan(fen: int) -> str:
    """``1,860.00``."""
    return format_yuan(fen)


def day(value: date | str) -> str:
    """``3月12日`` or ``12 Mar``, of a day or an instant; the year is said where it is not the present one."""
    found = _day_of(value)
    this_year = found.year == current_district().today().year
    if current_language() == "en":
        text = say_day(found)[1]
        return text.removesuffix(f" {found.year}") if this_year else text
    text = f"{found.month}月{found.day}日"
    return text if this_year else f"{found.year}年{text}"


def day_of(value: datetime | str) -> str:
    """The day an instant falls on in China."""
    return day(_local(value).date())


def full_day(value: date | str) -> str:
    """``2026年3月12日`` or ``12 Mar 2026``."""
    found = _day_of(value)
    if current_language() == "en":
        return say_day(found)[1]
    return f"{found.year}年{found.month}月{found.day}日"


def month(value: str) -> str:
    """``2026年3月`` or ``March 2026``."""
    return in_language(*say_month(value))


def in_words(pair: tuple[str, str]) -> str:
    """What is written in both languages, in the person's."""
    return in_language(*pair)


def moment(value: datetime | str) -> str:
    """``3月12日 9:14``, as the clock in China shows it."""
    local = _local(value)
    return f"{day(local.date())} {local.hour}:{local.minute:02d}"


def time_of(value: datetime | str) -> str:
    """``9:14``."""
    local = _local(value)
    return f"{local.hour}:{local.minute:02d}"


def clock(due: date | str) -> Clock:
    """How far a deadline is: late, today, or so many days to go."""
    due_on = parse_date(due) if isinstance(due, str) else due
    left = (due_on - current_district().today()).days
    if left < 0:
        words = ngettext("过期 %(num)d 天", "过期 %(num)d 天", -left)
        return Clock("late", "warn", words, gettext("应在 %(day)s前", day=day(due_on)))
    if left == 0:
        return Clock("today", "clock", gettext("今天到期"), gettext("%(day)s 24 时", day=day(due_on)))
    words = ngettext("还有 %(num)d 天", "还有 %(num)d 天", left)
    return Clock("running", "clock", words, day(due_on))


def moment_clock(due: str) -> Clock:
    """A deadline to the minute: on its own day it is late once the minute is over."""
    found, is_over = clock(_local(due).date()), datetime.fromisoformat(due) < current_district().now()
    if not is_over:
        return replace(found, date=moment(due))
    words = found.words if found.kind == "late" else gettext("过期了")
    return Clock("late", "warn", words, gettext("应在 %(day)s前", day=moment(due)))


def notice_clock(last_day: date | str) -> Clock:
    """The days of a notice: running out is what is wanted of it, never late."""
    last = parse_date(last_day) if isinstance(last_day, str) else last_day
    left = (last - current_district().today()).days
    if left < 0:
        return Clock("running", "check", gettext("公示期满"), gettext("%(day)s 24 时", day=day(last)))
    if left == 0:
        return Clock("today", "clock", gettext("今天期满"), gettext("%(day)s 24 时", day=day(last)))
    return Clock("running", "clock", ngettext("公示还有 %(num)d 天", "公示还有 %(num)d 天", left), day(last))


def case_clock(found: CaseClock) -> Clock:
    """A clock of a case: what is left of it, or what it stands still for."""
    if found.state == "stopped":
        return stopped_clock(found.why)
    if found.state == "done":
        late = (found.done_on - found.due_on).days if found.done_on else 0
        words = ngettext("晚了 %(num)d 天", "晚了 %(num)d 天", late) if late > 0 else gettext("按时")
        return Clock("late" if late > 0 else "plain", "check", words, day(found.done_on or found.due_on))
    return notice_clock(found.due_on) if found.kind == "notice" else clock(found.due_on)


def stopped_clock(why: str) -> Clock:
    """A clock that stands still, and what for."""
    return Clock("held", "pause", gettext("停着"), in_language(*WHY_WORDS[why]))


def clock_kind(kind: str) -> str:
    """What a clock is for."""
    text = in_language(*CLOCK_WORDS[kind]) if kind else ""
    return text[:1].upper() + text[1:]


def why_longer(why: str) -> str:
    return in_language(*WHY_WORDS[why])


def waiting_clock(since: datetime | str) -> Clock:
    """How long a step without a deadline of its own has waited."""
    waited = (current_district().today() - _local(since).date()).days
    words = ngettext("等了 %(num)d 天", "等了 %(num)d 天", waited) if waited else gettext("今天刚到")
    return Clock("plain", "clock", words, gettext("%(day)s起", day=day_of(since)))


def stage(value: Stage | str) -> str:
    """Where a case stands."""
    text = in_language(*STAGE_WORDS[Stage(value)])
    return text[:1].upper() + text[1:]


def next_words(value: Stage | str) -> str:
    """What a case at a stage waits for, and of whom."""
    return in_language(*NEXT_WORDS[Stage(value)])


def standing(value: Standing | str) -> str:
    """What a badge is worth."""
    return in_language(*STANDING_WORDS[Standing(value)])


def daily_kind(value: str) -> str:
    """What a daily record is."""
    return in_language(*DAILY_WORDS[value])


def paper_kind(value: PaperKind | str) -> str:
    """What a paper is."""
    text = in_language(*PAPER_WORDS[PaperKind(value)])
    return text[:1].upper() + text[1:]


def paper_standing(value: PaperStanding | str) -> str:
    """Whether a paper still counts."""
    return in_language(*PAPER_STANDING_WORDS[PaperStanding(value)])


def step(value: str) -> str:
    """What somebody's credential waits for."""
    return str(STEPS[value])


def agenda_item(item: int) -> str:
    """The name of an item of the meeting's agenda."""
    zh, en, _rule = AGENDA[item]
    return in_language(zh, en)


def area(area_id: str) -> str:
    """The name of a street or a community."""
    if not area_id:
        return ""
    found = current_district().area(area_id)
    return in_language(found.name_zh, found.name_en)


def district_name() -> str:
    profile = current_district().profile
    return in_language(profile.name_zh, profile.name_en)


def device_state(value: str) -> str:
    return str(DEVICE_STATES[value])


def device_order(value: str) -> str:
    return str(DEVICE_ORDERS[value])


def material(code: str) -> str:
    """A paper of the disclosure letter's checklist."""
    return in_language(*MATERIAL_WORDS.get(code, (code, code))).capitalize()


def masked(number: str) -> str:
    """An identity number with the birthday hidden (PR-16)."""
    return mask_identity_number(number)


def and_list(names: Iterable[str]) -> str:
    """``林试远、罗样青、沈例和``, or with commas in English."""
    return (", " if current_language() == "en" else "、").join(str(name) for name in names)


def thousands(number: int) -> str:
    """``12,000``: a whole number as axes write it."""
    return f"{number:,}"


def share(value: Fraction | None) -> str:
    """``15.79 %``; nothing where a figure is missing."""
    return "" if value is None else f"{percent(value)} %"


def who(name: str) -> str:
    """Whoever did something; what came over the page of a notice came over the board."""
    return gettext("公示栏") if name == BOARD else name


FILTERS: Final = {
    **REVIEW_FILTERS,
    "agenda_item": agenda_item,
    "and_list": and_list,
    "area": area,
    "case_clock": case_clock,
    "clock": clock,
    "clock_kind": clock_kind,
    "day": day,
    "day_of": day_of,
    "device_order": device_order,
    "device_state": device_state,
    "full_day": full_day,
    "masked": masked,
    "month": month,
    "distance": distance,
    "lasting": lasting,
    "material": material,
    "in_words": in_words,
    "moment": moment,
    "next_words": next_words,
    "moment_clock": moment_clock,
    "notice_clock": notice_clock,
    "paper_kind": paper_kind,
    "daily_kind": daily_kind,
    "paper_standing": paper_standing,
    "share": share,
    "size": size,
    "post": post_words,
    "role": role_words,
    "stage": stage,
    "standing": standing,
    "step": step,
    "thousands": thousands,
    "time_of": time_of,
    "stopped_clock": stopped_clock,
    "waiting_clock": waiting_clock,
    "who": who,
    "why_longer": why_longer,
    "yuan": yuan,
}


def _local(value: datetime | str) -> datetime:
    return (parse_instant(value) if isinstance(value, str) else value).astimezone(SHANGHAI)


def _day_of(value: date | str) -> date:
    """The day of a date, or the day an instant written in UTC falls on in China."""
    if isinstance(value, str):
        return _local(value).date() if "T" in value else parse_date(value)
    return value
