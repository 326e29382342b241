"""The typed parts of addresses: an id of the wrong shape is a page that does not exist."""

from __future__ import annotations

from typing import Final

from flask import Flask
from werkzeug.routing import BaseConverter


class CaseNumber(BaseConverter):
    """``SL-2026-0137``."""

    regex = r"[A-Z]{1,6}-\d{4}-\d{3,7}"


class MeetingId(BaseConverter):
    """``M-SLHA-2026-003``."""

    regex = r"M-[A-Z0-9]{1,12}-\d{4}-\d{2,5}"


class NoticeId(BaseConverter):
    """``SL-2026-21`` or ``2026-21``."""

    regex = r"(?:[A-Z]{1,6}-)?\d{4}-\d{1,6}"


class Day(BaseConverter):
    """``2026-03-12``."""

    regex = r"\d{4}-\d{2}-\d{2}"


class Month(BaseConverter):
    """``2026-03``."""

    regex = r"\d{4}-(?:0[1-9]|1[0-2])"


class OfficeId(BaseConverter):
    """The id of a person or a thing of the office: ``a-0217``."""

    regex = r"[A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,180}"


class Digest(BaseConverter):
    """SHA-256 in hex."""

    regex = r"[0-9a-f]{64}"


class DigestBeginning(BaseConverter):
    """The first 64 bits of a digest, as a badge holds its portrait's."""

    regex = r"[0-9a-f]{16}"


class CourseId(BaseConverter):
    """``course-2026-001``."""

    regex = r"course-\d{4}-\d{3,5}"


class QuarterText(BaseConverter):
    """``2026-Q1``."""

    regex = r"[1-9]\d{3}-Q[1-4]"


class PayrollId(BaseConverter):
    """``payroll-songlin-2026-03``."""

    regex = r"payroll-[A-Za-z0-9_-]{1,80}-\d{4}-(?:0[1-9]|1[0-2])"


class HandoutId(BaseConverter):
    """``goods-2026-001``."""

    regex = r"goods-\d{4}-\d{3,5}"


class PolicyKey(BaseConverter):
    """``cn-2021@1``."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*@\d{1,6}"


class CampaignId(BaseConverter):
    """``campaign-2026-001``."""

    regex = r"campaign-\d{4}-\d{3,5}"


CONVERTERS: Final[dict[str, type[BaseConverter]]] = {
    "case": CaseNumber,
    "meeting": MeetingId,
    "notice": NoticeId,
    "day": Day,
    "month": Month,
    "office": OfficeId,
    "digest": Digest,
    "beginning": DigestBeginning,
    "course": CourseId,
    "campaign": CampaignId,
    "payroll": PayrollId,
    "handout": HandoutId,
    "policy": PolicyKey,
    "quarter": QuarterText,
}


def install_converters(app: Flask) -> None:
    app.url_map.converters.update(CONVERTERS)
