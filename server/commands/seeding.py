"""``ruhu seed``: fills an empty data folder with a synthetic district, and says who can sign in."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from server.commands.options import add_verb, choose, read_settings, tell
from server.commands.progress_line import ProgressLine
from server.commands.verbs import ABOUT
from server.domain.permission import (
    ADMIN,
    ASSESSOR,
    AUDITOR,
    CHAIR,
    CLERK,
    COMMITTEE,
    DISTRICT,
    HEAD,
    STREET,
)
from server.errors import Refusal
from server.opening import STORE, open_for_command, reach
from server.records.index import CaseFilter
from server.services.district import system_clock
from server.services.seeding import Account, first_instant, list_accounts, seed
from server.services.seeding.clock import Clock
from server.services.seeding.large import gather_large
from server.services.seeding.pingba import gather_pingba
from server.services.seeding.places import COMMUNITIES, STREETS
from server.settings import Settings

SEEDED: Final = "seeded.json"  # in the data folder: begun when it is empty, finished when it holds a district
LIKE: Final = "pingba-2020"
_OURS: Final = (STORE, "keys", "index.sqlite", "index.sqlite-shm", "index.sqlite-wal", "lock", SEEDED)
_POSTS: Final[Mapping[str, tuple[str, str]]] = {
    CLERK: ("社区经办", "community clerk"),
    STREET: ("街道经办", "street officer"),
    COMMITTEE: ("评审委员", "committee member"),
    ASSESSOR: ("评估员", "assessor"),
    CHAIR: ("议事会主持", "meeting chair"),
    DISTRICT: ("区审核", "district reviewer"),
    HEAD: ("局负责人", "bureau head"),
    ADMIN: ("管理员", "administrator"),
    AUDITOR: ("审计", "auditor"),
}


def add_to(verbs: Any) -> None:
    parser = add_verb(
        verbs,
        "seed",
        run_seed,
        about=ABOUT["seed"],
        example="ruhu seed --like pingba-2020 --data .pingba",
        json_too=True,
    )
    parser.add_argument(
        "--like",
        choices=(LIKE,),
        default="",
        help="a district whose year equals printed statistics, so that ruhu report annual says the same",
    )
    parser.add_argument(
        "--cases",
        type=int,
        default=0,
        metavar="N",
        help="a district of at least N cases with about twenty acts each, to take figures on",
    )


def run_seed(options: argparse.Namespace) -> int:
    """Seeds once; a folder seeded before is left as it is."""
    settings = read_settings(options, demo=True)
    tell_ = _tell_pingba if options.like else _tell
    if options.cases < 0 or (options.cases and options.like):
        raise Refusal("run.argument", why="--cases")
    if options.cases:
        tell_ = partial(_tell_large, options.cases)
    stages = _seeded(settings.data)
    if stages is None:
        stages = _seed_folder(settings, tell_)
    accounts = list_accounts()
    content = {"ok": True, "cases": stages, "accounts": [vars(account) for account in accounts]}
    tell(options, content, format_accounts(accounts))
    return 0


def format_accounts(accounts: Sequence[Account]) -> str:
    """A table of who can sign in as what."""
    heads = choose("用户名 口令 姓名 岗位 在哪里", "user password name post where").split()
    rows = [heads, *(_row(account) for account in accounts)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def _seeded(folder: Path) -> dict[str, int] | None:
    """How many cases the seeding left at each stage; None where none was finished."""
    try:
        content = json.loads((folder / SEEDED).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return dict(content["cases"]) if content.get("finished") else None


def _seed_folder(settings: Settings, tell_: Callable[[Settings], dict[str, int]]) -> dict[str, int]:
    """Seeds an empty folder; one whose seeding was cut short is begun anew, any other is not touched."""
    folder = settings.data
    if (folder / SEEDED).exists():
        _empty(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise Refusal("run.folder_used", folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    _note(folder, finished=False, cases={})
    stages = tell_(settings)
    _note(folder, finished=True, cases=stages)
    return stages


def _tell(settings: Settings) -> dict[str, int]:
    """The two months up to now."""
    _say(choose("正在编一个示例区，约一分钟。", "Making up a district; this takes about a minute."))
    end = system_clock()
    clock = Clock(first_instant(end))
    with open_for_command(settings, clock=clock) as district:
        return dict(seed(district, clock, end))


def _tell_pingba(settings: Settings) -> dict[str, int]:
    """A year that equals what was printed; written in big batches, folded into the index once."""
    _say(
        choose(
            "正在编一个区的2020年，约三分钟。",
            "Making up a district's year 2020; this takes about three minutes.",
        )
    )
    gathered = gather_pingba(settings)
    with reach(settings) as opened:
        gathered.write_to(opened.couch)
    with open_for_command(settings) as district:
        return district.index.count_by_stage(CaseFilter())


def _tell_large(cases: int, settings: Settings) -> dict[str, int]:
    """A town told through the services and twins of it, written as they are told; the index follows later."""
    _say(
        choose(
            f"正在编一个至少 {cases} 户的区；先按步骤办一个镇，几分钟。",
            f"Making up a district of at least {cases} cases; a town of it is told first, some minutes.",
        )
    )
    large = gather_large(settings, cases)
    progress = ProgressLine(sys.stderr)
    progress.begin(choose("写入", "writing"))
    with reach(settings) as opened:
        large.write_to(opened.couch, settings.prefix, progress.show)
    progress.end()
    return dict(large.stages)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _note(folder: Path, *, finished: bool, cases: Mapping[str, int]) -> None:
    text = json.dumps({"finished": finished, "cases": dict(cases)})
    (folder / SEEDED).write_text(text, "utf-8")


def _empty(folder: Path) -> None:
    """Removes what a seeding makes, by name, and nothing else."""
    for path in (folder / name for name in _OURS):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _row(account: Account) -> list[str]:
    posts = choose("、", ", ").join(choose(*_POSTS[role]) for role in account.roles)
    return [account.user, account.password, account.name, posts, _where(account)]


def _where(account: Account) -> str:
    places: Iterable[Any] = (*STREETS, *(community for _, community in COMMUNITIES))
    names = {place.id: choose(place.name_zh, place.name_en) for place in places}
    return names.get(account.community) or names.get(account.street) or choose("全区", "whole district")


def _width(text: str) -> int:
    """Columns a terminal gives a text: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
