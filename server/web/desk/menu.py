"""What the head of the page has no room for: the upkeep of households in receipt, and what is looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from server.domain.permission import Actor, may
from server.services.budgets import count_budgets
from server.services.complaint_files import count_open_complaints
from server.services.daily_records import count_due_daily
from server.services.district import District
from server.services.draws import count_draws
from server.services.employment import count_missing
from server.services.expiries import count_ended
from server.services.goods import count_handouts
from server.services.housing_lists import count_waiting as count_housing
from server.services.list_overviews import count_lists
from server.services.payrolls import count_waiting
from server.services.reconsiderations import count_reconsiderations
from server.services.retention import count_due
from server.services.review_lists import count_for
from server.services.suggested_recoveries import count_recoveries
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit


@dataclass(frozen=True)
class Door:
    """One line: the page it leads to, who may go there, its words, and how many things wait behind it."""

    endpoint: str
    permission: str
    title: str
    text: str
    count: Callable[[District, Actor], int] | None = None


@dataclass(frozen=True)
class OpenDoor:
    """A door as a page shows it; ``count`` is None where nothing is counted."""

    address: str
    title: str
    text: str
    count: int | None


UPKEEP: Final[Sequence[Door]] = (
    # periodic reviews
    Door(
        "desk.show_review_plan",
        "review.read",
        lazy_gettext("定期复核"),
        lazy_gettext("按分类排的复核：这个月谁该复核，办到哪里，汇总。"),
        count_for,
    ),
    Door(
        "desk.show_expiries",
        "review.read",
        lazy_gettext("到期的规定"),
        lazy_gettext("金额靠着一条已经到期、快到期的规定的家庭，提前复核。"),
        count_ended,
    ),
    Door(
        "desk.show_renewals",
        "review.read",
        lazy_gettext("续保登记"),
        lazy_gettext("每季度一次，谁来过、谁没来。"),
    ),
    Door(
        "desk.show_standards",
        "policy.plan",
        lazy_gettext("调整标准"),
        lazy_gettext("定了新标准，一户一户调整。"),
    ),
    # quarterly lists and spot checks
    Door(
        "desk.show_lists",
        "list.read",
        lazy_gettext("季度公示榜"),
        lazy_gettext("每季度按案卷生成，张贴、拍照、督查、取下。"),
        count_lists,
    ),
    Door(
        "desk.show_draws",
        "draw.read",
        lazy_gettext("抽审和督查"),
        lazy_gettext("抽哪些社区由公开的种子定，去过的记下来。"),
        count_draws,
    ),
    # payments and recovery
    Door(
        "desk.show_payrolls",
        "payroll.read",
        lazy_gettext("发放表"),
        lazy_gettext("每街道每月一份：提出、两人签、发给银行、记退回。"),
        count_waiting,
    ),
    Door(
        "desk.show_recoveries",
        "payment.read",
        lazy_gettext("多发追回"),
        lazy_gettext("多发了的怎么退：一次退、每月扣、交现金、批准免退。"),
        count_recoveries,
    ),
    # budget and goods
    Door(
        "desk.show_budgets",
        "budget.read",
        lazy_gettext("年度预算"),
        lazy_gettext("一年的预算：发了多少，还要发多少，够不够。"),
        count_budgets,
    ),
    Door(
        "desk.show_handouts",
        "goods.read",
        lazy_gettext("发放物资"),
        lazy_gettext("米、油、被子和节日慰问：按案卷列名单，领了签字。"),
        count_handouts,
    ),
    # employment
    Door(
        "desk.show_employment",
        "employment.read",
        lazy_gettext("就业联动"),
        lazy_gettext("能劳动、没有工作的：反馈表、岗位、培训、公益活动。"),
        count_missing,
    ),
    Door(
        "desk.show_causes",
        "cause.read",
        lazy_gettext("困难原因"),
        lazy_gettext("入户问到的原因和需要，按年、按社区。"),
    ),
    Door(
        "desk.show_research",
        "research.export",
        lazy_gettext("研究用的数据"),
        lazy_gettext("去掉身份的变量，每导出一次都记下来。"),
    ),
    # housing
    Door(
        "desk.show_housing",
        "housing.read",
        lazy_gettext("住房"),
        lazy_gettext("住房调查、租赁补贴、轮候和年度复核。"),
        count_housing,
    ),
    # campaigns
    Door(
        "desk.show_campaigns",
        "campaign.read",
        lazy_gettext("专项核查"),
        lazy_gettext("每一户都查到，问题改到位，清退的建专档。"),
    ),
    # complaints
    Door(
        "desk.show_complaints",
        "complaint.read",
        lazy_gettext("举报核查"),
        lazy_gettext("骗取、冒领和违规：派两个人核查，有结论，具名的要答复。"),
        count_open_complaints,
    ),
    Door(
        "desk.show_reconsiderations",
        "reconsideration.read",
        lazy_gettext("行政复议"),
        lazy_gettext("对决定不服，申请复议的：期限、结果、接下来怎么办。"),
        count_reconsiderations,
    ),
    # retention
    Door(
        "desk.show_retention",
        "retention.read",
        lazy_gettext("保存到期"),
        lazy_gettext("停发、办结满了保存年限的案卷，销毁里面的个人材料。"),
        count_due,
    ),
    Door(
        "desk.show_due_daily",
        "retention.read",
        lazy_gettext("日常材料到期"),
        lazy_gettext("咨询登记、发放名册、公示榜、举报满了年限的，销毁里面的个人材料。"),
        count_due_daily,
    ),
)
REFERENCE: Final[Sequence[Door]] = (
    Door(
        "desk.show_people",
        "account.read",
        lazy_gettext("人员"),
        lazy_gettext("谁能登录，什么岗位，在哪个片区。"),
    ),
    Door(
        "desk.show_permissions",
        "permission.read",
        lazy_gettext("谁能办什么"),
        lazy_gettext("每一件事归哪个岗位办，一张表看完。"),
    ),
    Door(
        "desk.show_reads",
        "reading.read",
        lazy_gettext("谁看过哪份案卷"),
        lazy_gettext("谁打开过有个人信息的案卷，什么时候。"),
    ),
    Door(
        "desk.show_indicators",
        "indicator.read",
        lazy_gettext("标准的指标"),
        lazy_gettext("工资、物价、生产总值和人口，标准占多少、跟上没有。"),
    ),
    Door(
        "desk.show_families",
        "register.read",
        lazy_gettext("登记册"),
        lazy_gettext("每一户来申请的、近亲属备案的、急难救助的。"),
    ),
    Door(
        "desk.show_registered",
        "paper.read",
        lazy_gettext("登记的文书"),
        lazy_gettext("总结、小结编了号的，哪些还算，收回了为什么。"),
    ),
    Door(
        "desk.show_policies",
        "policy.read",
        lazy_gettext("政策"),
        lazy_gettext("按什么规定办，每个数的出处，换个条件算金额。"),
    ),
    Door(
        "desk.show_assessors",
        "assessor.read",
        lazy_gettext("评估员"),
        lazy_gettext("评估员、资格证和平板。"),
    ),
    Door(
        "desk.show_courses",
        "training.read",
        lazy_gettext("培训考试"),
        lazy_gettext("办班、考试，及格的才发资格证。"),
    ),
    Door(
        "desk.show_log",
        "log.read",
        lazy_gettext("总账"),
        lazy_gettext("每天的总账签名，对得上才算没改过。"),
    ),
    Door(
        "desk.show_holidays",
        "holiday.edit",
        lazy_gettext("放假安排"),
        lazy_gettext("国家公布的放假和调休，期限按它算。"),
    ),
    # streets and communities, imports
    Door(
        "desk.show_areas",
        "area.read",
        lazy_gettext("街道和社区"),
        lazy_gettext("加街道社区、改名、撤销，区的名称和电话。"),
    ),
    Door(
        "desk.show_imports",
        "import.use",
        lazy_gettext("导入"),
        lazy_gettext("从表格接入：街道社区、评估员、成员名册、在领的家庭。"),
    ),
    # what leaves the house
    Door(
        "desk.show_exports",
        "export.make",
        lazy_gettext("导出"),
        lazy_gettext("案卷和入户存成表格，每导出一次都记下来。"),
    ),
    Door(
        "desk.show_feed",
        "feed.use",
        lazy_gettext("连接表格软件"),
        lazy_gettext("Excel、Power BI 直接取数，令牌自己开、自己停。"),
    ),
    Door(
        "desk.show_hooks",
        "hook.read",
        lazy_gettext("通知外部系统"),
        lazy_gettext("批准了、停发了，告诉登记过的系统，不带个人信息。"),
    ),
)


@desk.get("/upkeep")
@permit("case.read")
def show_upkeep() -> ResponseReturnValue:
    """What is done for and about households in receipt (S7 parts 7.4 to 7.6, S7-DUTY)."""
    return render_template("menu/upkeep.html", doors=_open(UPKEEP), here="upkeep")


@desk.get("/reference")
@permit("case.read")
def show_reference() -> ResponseReturnValue:
    return render_template("menu/reference.html", doors=_open(REFERENCE), here="reference")


def _open(doors: Sequence[Door]) -> list[OpenDoor]:
    """The doors this person may go through, with what waits behind each."""
    district, actor = current_district(), current_actor()
    return [
        OpenDoor(
            url_for(door.endpoint),
            str(door.title),
            str(door.text),
            door.count(district, actor) if door.count else None,
        )
        for door in doors
        if may(actor, door.permission)
    ]
