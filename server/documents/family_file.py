"""DOC-07, the family file 《低保档案》: cover, contents, and the photos at its end (S7-MEET-A9, W-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, ledger
from server.documents.issued import Sheet
from server.documents.words import chinese_date


@dataclass(frozen=True)
class Entry:
    """One paper of the file."""

    title: str
    number: str
    dated: date
    copies: str = "1"


@dataclass(frozen=True)
class FamilyFile:
    title: str
    organ: str
    case: str
    head: str
    shown_head: str
    persons: int
    address: str
    street: str
    community: str
    opened_on: date
    stage: str
    entries: Sequence[Entry]
    seal_hint: str


@dataclass(frozen=True)
class PrintedPhoto:
    """``file`` is the name the picture is given to the typesetter by."""

    file: str
    caption: str
    taken: str
    digest: str


def family_file_sheet(paper: FamilyFile) -> Sheet:
    rows = [
        [str(n), entry.title, entry.number, chinese_date(entry.dated), entry.copies]
        for n, entry in enumerate(paper.entries, start=1)
    ]
    return Sheet(
        template="family-cover",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}，{paper.persons} 人",
        seal=Seal(paper.seal_hint, paper.organ),
        more={
            "ledger": [
                ["档案号", paper.case],
                ["户主", paper.head],
                ["家庭人口", f"{paper.persons} 人"],
                ["住址", paper.address],
                ["街道、社区", f"{paper.street}　{paper.community}"],
                ["建档日期", chinese_date(paper.opened_on)],
                ["办到哪一步", paper.stage],
            ],
            "contents": ledger(["序号", "文件", "编号", "日期", "联数"], [0, 1, 0, 0, 0], rows, "cllcc"),
        },
    )


def photo_sheet(title: str, organ: str, photos: Sequence[PrintedPhoto]) -> Sheet:
    return Sheet(
        template="photo-pages",
        title=title,
        organ=organ,
        summary="",
        more={
            "photos": [
                {
                    "file": photo.file,
                    "caption": photo.caption,
                    "taken": photo.taken,
                    "digest": f"SHA-256 {photo.digest}",
                }
                for photo in photos
            ]
        },
    )
