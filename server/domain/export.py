"""What leaves the house as a table: its kinds, their columns, their formats, and what narrows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.days import parse_date
from server.domain.stage import Stage
from server.errors import Refusal

CASES, VISITS = "cases", "visits"
CSV, XLSX, JSON_LINES, GEOJSON = "csv", "xlsx", "jsonl", "geojson"
TEXT, WHOLE, YUAN, TRUTH = "text", "whole", "yuan", "truth"
IDENTITY: Final = "identity_number"


@dataclass(frozen=True)
class Column:
    """One column: its name in JSON, what it holds, and its head in both languages. Money comes as fen."""

    name: str
    holds: str
    zh: str
    en: str

    def head(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class ExportFilter:
    """Which rows are wanted; an empty field does not narrow. ``first`` and ``last`` are days, both included:
    of the application for cases, of the visit for visits."""

    street: str = ""
    community: str = ""
    stage: str = ""
    first: str = ""
    last: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What narrows it, for the record: names no person."""
        return {name: value for name, value in vars(self).items() if value}


_PLACE: Final = (
    Column("street", TEXT, "街道", "Street"),
    Column("street_name", TEXT, "街道名称", "Street name"),
    Column("community", TEXT, "社区", "Community"),
    Column("community_name", TEXT, "社区名称", "Community name"),
)
COLUMNS: Final[Mapping[str, Sequence[Column]]] = {
    CASES: (
        Column("number", TEXT, "案号", "Case"),
        *_PLACE,
        Column("stage", TEXT, "阶段", "Stage"),
        Column("stage_name", TEXT, "阶段名称", "Stage in words"),
        Column("head", TEXT, "户主", "Head of household"),
        Column(IDENTITY, TEXT, "户主身份证号", "Identity number of the head"),
        Column("address", TEXT, "住址", "Address"),
        Column("persons", WHOLE, "人数", "Persons"),
        Column("applied_on", TEXT, "申请日期", "Applied on"),
        Column("due_on", TEXT, "最近期限", "Next due on"),
        Column("lead", TEXT, "主评估员", "Lead assessor"),
        Column("amount_yuan", YUAN, "金额（元/月）", "Amount (yuan a month)"),
        Column("class", TEXT, "类别", "Class"),
        Column("received_since", TEXT, "从哪月起领", "In receipt since"),
        Column("last_at", TEXT, "最近一步的时间", "Last act at"),
    ),
    VISITS: (
        Column("case", TEXT, "案号", "Case"),
        Column("round", WHOLE, "第几轮", "Round"),
        *_PLACE,
        Column("visited_on", TEXT, "入户日期", "Visited on"),
        Column("started_at", TEXT, "开始时间", "Begun at"),
        Column("sealed_at", TEXT, "封存时间", "Sealed at"),
        Column("received_at", TEXT, "收到时间", "Received at"),
        Column("lead", TEXT, "主评估员", "Lead assessor"),
        Column("assessors", WHOLE, "评估员人数", "Assessors"),
        Column("photos", WHOLE, "照片张数", "Photos"),
        Column("persons", WHOLE, "人数", "Persons"),
        Column("income_total_yuan", YUAN, "家庭收入（元/月）", "Income (yuan a month)"),
        Column("income_per_capita_yuan", YUAN, "人均收入（元/月）", "Income a person (yuan a month)"),
        Column("counts", TRUTH, "是否有效", "Counts"),
        Column("digest", TEXT, "摘要", "Digest"),
        Column("latitude", TEXT, "纬度（WGS-84）", "Latitude (WGS-84)"),
        Column("longitude", TEXT, "经度（WGS-84）", "Longitude (WGS-84)"),
        Column("accuracy_m", WHOLE, "误差（米）", "Accuracy (m)"),
    ),
}
FORMATS: Final[Mapping[str, Sequence[str]]] = {
    CASES: (CSV, XLSX, JSON_LINES),
    VISITS: (CSV, XLSX, JSON_LINES, GEOJSON),
}
KINDS: Final = tuple(COLUMNS)


def check_export(kind: str, form: str) -> None:
    """Refuses what is not exported, or not in this format."""
    if form not in FORMATS.get(kind, ()):
        raise Refusal("export.form", kind=kind, form=form)


def read_filter(given: Mapping[str, str]) -> ExportFilter:
    """The filter an address or a command names; refuses a stage or a day that does not exist."""
    wanted = ExportFilter(**{name: given.get(name, "").strip() for name in vars(ExportFilter())})
    if wanted.stage and wanted.stage not in {stage.value for stage in Stage}:
        raise Refusal("export.stage", stage=wanted.stage)
    days = [parse_date(day) for day in (wanted.first, wanted.last) if day]
    if days != sorted(days):
        raise Refusal("export.days")
    return wanted
