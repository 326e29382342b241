"""Papers with valid defaults, and eyes for what was printed."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from server.documents.badge import BadgeCard
from server.documents.minutes import CaseMinutes, MinutesPaper, Signature
from server.documents.notice import NoticePaper
from server.domain.ballot import Choice, Tally
from server.domain.notice import NoticePeriod
from server.domain.policy import NoticeRules

CREATED = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
MEMBERS = [
    *("王例海", "李示梅", "赵样东", "钱试英", "冯例国", "褚示芳"),
    *("卫样林", "蒋试兰", "韩例成", "杨示勤", "朱样和"),
]
HEAD = (date(2026, 3, 15), "7K3M-9QXP-W2TD-5RHN")
INK = {"width": 300, "height": 120, "paths": ["M20 80C40 20 60 20 70 80S100 110 120 40", "M60 100L250 95"]}

NOTICE_RULES = NoticeRules(
    days=3,
    day_kind="calendar",
    extend_past_holiday=True,
    fields=("head", "persons", "amount"),
    mask_name=False,
    place="building",
    renotice_days=3,
    proof_photos=True,
)


def notice_paper(**changes: Any) -> NoticePaper:
    """The notice of ui/poster-print."""
    facts: dict[str, Any] = {
        "organ": "松林街道办事处",
        "number": "松低保公示〔2026〕21 号",
        "notice_id": "2026-21",
        "title": "拟给予最低生活保障的公示",
        "place": "槐安路 12 号楼",
        "committee": "街道低保评审委员会",
        "head": "周例平",
        "persons": 4,
        "amount_fen": 94_000,
        "period": NoticePeriod(date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 19)),
        "days": 3,
        "anonymous": True,
        "office": "松林街道低保所",
        "phone": "0000-000 0000",
        "counter": "槐安社区居委会一楼低保站",
        "seal_hint": "加盖街道办事处印章",
        "url": "http://127.0.0.1:8000/board/notices/2026-21",
        "newest_head": HEAD,
        "demonstration": True,
        "created_at": CREATED,
    }
    return NoticePaper(**(facts | changes))


def case_minutes(agree: int = 8, **changes: Any) -> CaseMinutes:
    """The third case of ui/meeting-chair: eleven members, one stands back, one is away."""
    voters = MEMBERS[:9]
    hands = [Choice.AGREE] * agree + [Choice.AGAINST] * (len(voters) - agree)
    tally = Tally(11, agree, len(voters) - agree, 0, 2, (2, 3))
    facts: dict[str, Any] = {
        "number": "SL-2026-0137",
        "head": "周例平",
        "persons": 4,
        "done": {item: CREATED + timedelta(minutes=4 * item) for item in range(1, 7)},
        "present": MEMBERS[:10],
        "recused": ["杨示勤"],
        "votes": dict(zip(voters, hands, strict=True)),
        "tally": tally,
        "ballot_at": CREATED + timedelta(minutes=31),
        "verdict": "通过" if tally.passed else "没通过",
    }
    return CaseMinutes(**(facts | changes))


def minutes_paper(**changes: Any) -> MinutesPaper:
    facts: dict[str, Any] = {
        "body": "槐安社区低保议事会",
        "meeting_id": "M-SLHA-2026-003",
        "held_on": date(2026, 3, 20),
        "place": "槐安社区居委会二楼会议室",
        "chair": "林试远",
        "chair_votes": False,
        "recorder": "方示宁",
        "members": MEMBERS,
        "present": MEMBERS[:10],
        "cases": [case_minutes()],
        "signatures": [Signature(name, INK if n % 2 else None) for n, name in enumerate(MEMBERS[:10])],
        "base_words": "全体成员",
        "seal_hint": "加盖社区居委会公章",
        "stamped_by": "槐安社区居民委员会",
        "closed_at": CREATED + timedelta(hours=2),
        "newest_head": HEAD,
        "demonstration": True,
        "created_at": CREATED,
    }
    return MinutesPaper(**(facts | changes))


def badge_card(**changes: Any) -> BadgeCard:
    facts: dict[str, Any] = {
        "title": "四方区低保评估资格证",
        "issuer": "示例区城市低保管理中心",
        "name": "林试远",
        "post": "松林街道低保评估员",
        "serial": "示评字第 0217 号",
        "valid_from": date(2025, 7, 1),
        "valid_until": date(2027, 6, 30),
        "office": "松林街道低保所",
        "phone": "0000-000 0000",
        "portrait": portrait(),
        "url": "https://dibao.example/check#" + "eyJhbGciOiJFUzI1NiJ9." * 16,
        "demonstration": True,
    }
    return BadgeCard(**(facts | changes))


def portrait() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (120, 160), "#dde5ec").save(picture, "JPEG")
    return picture.getvalue()


def text_of(pdf: bytes) -> str:
    """The words of a PDF as a reader of the screen gets them, without the breaks of lines."""
    return "".join(texts_of(pdf))


def texts_of(pdf: bytes) -> list[str]:
    """The same page by page."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode().replace("\n", "").removesuffix("\f").split("\f")


def pages_of(pdf: bytes, folder: Path, dpi: int = 150) -> list[Image.Image]:
    """The pages as a printer would put them on paper."""
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "paper.pdf", "page"],
        cwd=folder,
        check=True,
        timeout=60,
        capture_output=True,
    )
    return [Image.open(io.BytesIO(page.read_bytes())) for page in sorted(folder.glob("page-*.png"))]


def codes_of(page: Image.Image) -> list[tuple[str, float]]:
    """What an independent reader finds in a page: the text, and the width of the symbol in pixels."""
    found = zxingcpp.read_barcodes(page)
    return [(code.text, float(code.position.top_right.x - code.position.top_left.x)) for code in found]
