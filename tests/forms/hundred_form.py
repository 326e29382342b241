"""A hundred questions in nested repeats, as long as a form ever gets: what speed is measured on."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from forms.compile import compile_workbook
from tests.forms.factories import EN, ZH, choice, question, write_workbook

_MOST: Final = "9999999"
_MONEY: Final = {"appearance": "money", "constraint": f". >= 0 and . <= {_MOST}"}
_NEEDED: Final = {"required": "yes"}


def _ask(kind: str, name: str, zh: str, en: str, **cells: str) -> dict[str, str]:
    words = {ZH: zh, EN: en}
    if "constraint" in cells:
        words |= {
            "constraint_message::中文 (zh)": f"{zh}：请核对",
            "constraint_message::English (en)": f"Check: {en}",
        }
    return question(kind, name, **words, **cells)


def _group(name: str, zh: str, en: str, *rows: dict[str, str]) -> list[dict[str, str]]:
    return [_ask("begin group", name, zh, en), *rows, question("end group", "")]


def _repeat(name: str, zh: str, en: str, *rows: dict[str, str], **cells: str) -> list[dict[str, str]]:
    return [_ask("begin repeat", name, zh, en, **cells), *rows, question("end repeat", "")]


def _card(**parts: str) -> dict[str, str]:
    return {f"body::ruhu:{name}": value for name, value in parts.items()}


_ARRIVAL = _group(
    "arrival",
    "到户",
    "Arrival",
    _ask("acknowledge", "privacy_read", "隐私告知读过了", "The privacy notice was read", **_NEEDED),
    _ask("date", "visit_date", "哪一天", "Day", constraint=". <= today()", **_NEEDED),
    _ask("time", "visit_time", "几点到的", "Time of arrival"),
    _ask("select_one met", "met_who", "见到了谁", "Who was met", **_NEEDED),
    _ask("text", "met_name", "见到的人叫什么", "Name of who was met", relevant="${met_who} != 'self'"),
    _ask("select_one yn", "address_same", "住址一样吗", "Same address", **_NEEDED),
    _ask(
        "text", "address_actual", "实际住址", "Actual address", relevant="${address_same} = 'no'", **_NEEDED
    ),
    _ask("text", "phone", "电话", "Telephone", constraint="regex(., '[0-9 -]{6,20}')"),
    _ask("integer", "others_present", "在场几人", "People present", constraint=". >= 0 and . <= 50"),
    _ask("select_one yn", "interpreted", "有人翻译吗", "Was it interpreted"),
    _ask("text", "interpreter", "谁翻译的", "Interpreter", relevant="${interpreted} = 'yes'", **_NEEDED),
)

_INCOME = _repeat(
    "income",
    "收入",
    "Income",
    _ask("select_one income_kind", "kind", "哪一类", "Kind", **_NEEDED),
    _ask("text", "source", "哪里来的", "Source", **_NEEDED),
    _ask("decimal", "amount", "每月到手多少钱", "Amount a month", **_MONEY, **_NEEDED),
    _ask("select_multiple basis", "basis", "依据什么", "Evidence", **_NEEDED),
    _ask("date", "since", "从哪天开始", "Since", constraint=". <= today()"),
    _ask("select_one yn", "regular", "每月都有吗", "Every month"),
    _ask(
        "integer",
        "months",
        "一年几个月",
        "Months a year",
        relevant="${regular} = 'no'",
        constraint=". >= 1 and . <= 12",
        **_NEEDED,
    ),
    _ask("text", "income_note", "说明", "Note", relevant="${kind} = 'other'", **_NEEDED),
    **_card(title="source", amount="amount"),
)

_MEMBERS = _group(
    "members",
    "家里的人",
    "The household",
    *_repeat(
        "member",
        "成员",
        "Member",
        _ask("text", "name", "姓名", "Name", **_NEEDED),
        _ask("select_one relation", "relation", "和申请人什么关系", "Relation", **_NEEDED),
        _ask(
            "text",
            "id_number",
            "身份证号",
            "Identity number",
            appearance="numbers",
            constraint="regex(., '[0-9]{17}[0-9X]')",
        ),
        _ask("date", "birth", "出生日期", "Born on", constraint=". <= today()", **_NEEDED),
        question("calculate", "age", calculation="int((today() - ${birth}) div 365.25)"),
        _ask("select_one sex", "sex", "性别", "Sex"),
        _ask("select_one marital", "marital", "婚姻", "Marital status", relevant="${age} >= 18"),
        _ask("select_one health", "health", "身体怎么样", "Health", **_NEEDED),
        _ask(
            "select_one grade",
            "disability_grade",
            "残疾几级",
            "Grade of disability",
            relevant="${health} = 'disabled'",
            **_NEEDED,
        ),
        _ask("text", "illness", "什么病", "Illness", relevant="${health} = 'ill'", **_NEEDED),
        _ask("select_one work", "employment", "现在做什么", "Occupation", **_NEEDED),
        _ask("text", "employer", "在哪里做", "Employer", relevant="${employment} = 'employed'"),
        _ask("text", "school", "在哪里上学", "School", relevant="${employment} = 'student'", **_NEEDED),
        _ask(
            "decimal", "tuition", "一年学费", "Tuition a year", relevant="${employment} = 'student'", **_MONEY
        ),
        *_INCOME,
        _ask("acknowledge", "no_income", "没有任何收入", "No income at all", relevant="count(${income}) = 0"),
        question("calculate", "member_income", calculation="sum(${amount})", appearance="money"),
        appearance="persons",
        **_NEEDED,
        **_card(title="name", summary="relation age health", amount="member_income"),
    ),
)


def _sums(*named: tuple[str, str, str]) -> list[dict[str, str]]:
    return [_ask("decimal", name, zh, en, **_MONEY) for name, zh, en in named]


_PROPERTY = _group(
    "property",
    "财产",
    "Property",
    *_sums(
        ("cash", "现金", "Cash"),
        ("savings", "存款", "Savings"),
        ("securities", "证券", "Securities"),
        ("insurance", "商业保险", "Insurance"),
        ("lent", "借出的钱", "Money lent"),
        ("debts", "欠的钱", "Debts"),
    ),
    _ask("text", "lender", "向谁借的", "Lender", relevant="${debts} > 0", **_NEEDED),
    _ask("select_one vehicle", "vehicle", "有没有车", "Vehicle", **_NEEDED),
    _ask("text", "plate", "车牌", "Plate", relevant="${vehicle} != 'none'"),
    _ask(
        "decimal",
        "vehicle_value",
        "车值多少",
        "Value of the vehicle",
        relevant="${vehicle} != 'none'",
        **_MONEY,
    ),
    _ask("select_one yn", "business", "开店办厂吗", "A business"),
    _ask("text", "business_name", "店名", "Its name", relevant="${business} = 'yes'", **_NEEDED),
    _ask("integer", "homes", "几处房", "Homes owned", constraint=". >= 0 and . <= 20"),
    _ask("text", "valuables", "贵重物品", "Valuables", appearance="multiline"),
    question(
        "calculate",
        "property_total",
        calculation="sum(${cash}) + sum(${savings}) + sum(${securities})",
        appearance="money",
    ),
)

_HOUSING = _group(
    "housing",
    "住房",
    "Housing",
    _ask("select_one tenure", "tenure", "房子是谁的", "Tenure", **_NEEDED),
    _ask(
        "decimal", "floor_area", "建筑面积", "Floor area", appearance="area", constraint=". > 0 and . <= 2000"
    ),
    _ask("decimal", "rent", "每月房租", "Rent", relevant="${tenure} = 'rent'", **_MONEY),
    _ask("integer", "rooms", "几间", "Rooms", constraint=". >= 1 and . <= 40"),
    _ask("integer", "floor", "几楼", "Floor", constraint=". >= -3 and . <= 90"),
    _ask("integer", "built", "哪年造的", "Built in", constraint=". >= 1900 and . <= 2100"),
    _ask("select_multiple utility", "utilities", "通了什么", "Utilities"),
    _ask("select_one state", "roof", "屋顶", "Roof"),
    _ask("select_one state", "walls", "墙", "Walls"),
    _ask("select_one state", "floor_state", "地面", "Floors"),
    _ask("select_multiple goods", "appliances", "电器", "Appliances"),
    _ask("image", "photo_door", "门牌和入口", "Door"),
    _ask("image", "photo_room", "住的房间", "Rooms seen"),
    _ask("text", "housing_note", "住房的说明", "Notes on housing", appearance="multiline"),
)

_SPENDING = _group(
    "spending",
    "开支",
    "Spending",
    *_sums(
        ("food", "吃", "Food"),
        ("power", "水电气", "Water and power"),
        ("telephony", "电话网络", "Telephone"),
        ("medical", "看病", "Medical"),
        ("schooling", "上学", "Schooling"),
        ("transport", "交通", "Transport"),
        ("gifts", "人情", "Gifts"),
        ("care", "护理", "Care"),
        ("spent_else", "别的", "Other"),
    ),
    _ask("text", "spending_note", "别的是什么", "What other"),
    question(
        "calculate",
        "spending_total",
        calculation="sum(${food}) + sum(${power}) + sum(${medical})",
        appearance="money",
    ),
)

_SUPPORT = _group(
    "support",
    "赡养的人",
    "Supporters",
    _ask("select_one yn", "supporters", "有没有赡养的人", "Are there supporters", **_NEEDED),
    *_repeat(
        "supporter",
        "赡养人",
        "Supporter",
        _ask("text", "supporter_name", "姓名", "Name", **_NEEDED),
        _ask("select_one relation", "supporter_relation", "关系", "Relation", **_NEEDED),
        _ask("text", "supporter_home", "住在哪里", "Home"),
        _ask("select_one work", "supporter_work", "做什么", "Occupation"),
        _ask("decimal", "pays", "每月给多少", "Pays a month", **_MONEY),
        _ask("text", "supporter_phone", "电话", "Telephone"),
        _ask("text", "supporter_note", "说明", "Note"),
        appearance="persons",
        **_card(title="supporter_name", amount="pays"),
    ),
    question("calculate", "support_total", calculation="sum(${pays})", appearance="money"),
    _ask("select_one yn", "neighbours", "问过邻居吗", "Were neighbours asked"),
    _ask("text", "neighbours_say", "邻居怎么说", "What they say", appearance="multiline"),
)

_LIVING = _group(
    "living",
    "生活",
    "Living",
    _ask("select_multiple goods", "seen", "看到什么", "Seen"),
    _ask("select_one state", "clothing", "衣着", "Clothing"),
    _ask("select_one state", "meals", "饮食", "Meals"),
    _ask("select_one state", "heating", "取暖", "Heating"),
    _ask("select_multiple cause", "causes", "困难的原因", "Causes"),
    _ask("select_multiple cause", "needs", "需要什么", "Needs"),
    _ask("image", "photo_more", "别的照片", "More photos"),
    _ask("text", "living_note", "看到的情况", "What was seen", appearance="multiline", **_NEEDED),
    _ask("integer", "pets", "几只宠物", "Pets"),
    _ask("text", "help_already", "已有什么救助", "Help already had"),
    _ask("select_one yn", "helped_before", "以前领过低保吗", "Helped before"),
    _ask("text", "plans", "有什么打算", "Plans"),
    _ask("select_one yn", "willing_to_work", "愿意工作吗", "Willing to work"),
)

_OPINION = _group(
    "opinion_section",
    "意见",
    "Opinion",
    _ask("calculate", "persons", "几口人", "Persons", calculation="count(${member})", appearance="persons"),
    _ask(
        "decimal",
        "income_total",
        "全家收入",
        "Income",
        calculation="sum(${amount})",
        read_only="yes",
        appearance="money",
    ),
    _ask(
        "decimal",
        "income_per_capita",
        "人均收入",
        "Income a head",
        calculation="round(${income_total} div ${persons}, 2)",
        read_only="yes",
        appearance="money",
    ),
    _ask(
        "decimal",
        "income_items",
        "几项收入",
        "Items of income",
        calculation="count(${income})",
        read_only="yes",
    ),
    _ask("select_one opinion", "opinion", "评估意见", "Opinion", **_NEEDED),
    _ask("text", "opinion_reason", "理由", "Reason", appearance="multiline", **_NEEDED),
    _ask("select_one yn", "second_visit", "要再来吗", "Visit again"),
    _ask("date", "visit_again_on", "哪天再来", "Visit again on"),
    _ask("text", "assessor_note", "给同事的话", "For colleagues"),
    _ask("text", "remarks", "备注", "Remarks"),
)

SURVEY = [*_ARRIVAL, *_MEMBERS, *_PROPERTY, *_HOUSING, *_SPENDING, *_SUPPORT, *_LIVING, *_OPINION]
_LISTS = {
    "yn": "yes no",
    "met": "self family other",
    "sex": "male female",
    "grade": "one two three four",
    "relation": "head spouse child parent other",
    "marital": "single married divorced widowed",
    "health": "healthy ill disabled",
    "work": "employed flexible unemployed student retired",
    "income_kind": "wages pension business support benefit rent other",
    "basis": "payslip bank paper said",
    "vehicle": "none car motorcycle",
    "tenure": "own rent public borrowed",
    "state": "good fair poor",
    "utility": "water power gas heating",
    "goods": "fridge washer tv computer air",
    "cause": "illness disability age loss schooling",
    "opinion": "fits fails unsure",
}
CHOICES = [choice(name, value) for name, values in _LISTS.items() for value in values.split()]
SETTINGS = {
    "form_id": "hundred",
    "form_title": "一百问 | A hundred questions",
    "namespaces": 'ruhu="https://ruhu.invalid/xlsform"',
}


def write_hundred(folder: Path) -> Path:
    return write_workbook(folder / "hundred.xlsx", SURVEY, choices=CHOICES, settings=SETTINGS)


def hundred_definition() -> dict[str, Any]:
    """The compiled form."""
    with tempfile.TemporaryDirectory() as folder:
        return dict(compile_workbook(write_hundred(Path(folder))))


if __name__ == "__main__":
    json.dump(hundred_definition(), sys.stdout)
