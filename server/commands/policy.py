"""``ruhu policy``: packs checked, shown and compared, and a benefit explained step by step."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from server.commands.options import add_couchdb, add_group, add_verb, choose, existing, read_settings, tell
from server.commands.verbs import ABOUT
from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import parse_question
from server.domain.benefit_income import check_codes
from server.domain.benefit_standard import with_standard
from server.domain.policy import find_in_force, parse_policy
from server.errors import Refusal
from server.opening import open_for_command
from server.records.stored_packs import with_added
from server.records.versions import complete, key_of, read_pack
from server.services.policies import (
    Change,
    Pack,
    PackValue,
    check_pack_file,
    differences,
    find_pack,
    shipped_packs,
    values_of,
)

_SHOWN = "an id such as sifang-seed, one version such as sifang-seed@1"


def add_to(verbs: Any) -> None:
    policy = add_group(verbs, "policy", ABOUT["policy"])
    parser = _add(
        policy,
        "check",
        run_check,
        about="read a pack and refuse a value that is missing, unsourced or impossible, naming its key",
        example="ruhu policy check server/policies/cn-2021/1.toml   # without a pack: all that ship",
    )
    parser.add_argument("packs", nargs="*", metavar="PACK", help=f"{_SHOWN}, or a file")
    parser = _add(
        policy,
        "show",
        run_show,
        about="show a pack, every value with its source",
        example="ruhu policy show sifang-seed@1",
    )
    parser.add_argument("id", help=_SHOWN)
    parser = _add(
        policy,
        "diff",
        run_diff,
        about="show what differs between two packs: values and sources",
        example="ruhu policy diff sifang-seed cn-2021",
    )
    parser.add_argument("here", help=f"{_SHOWN}, or a file")
    parser.add_argument("there", help="the other")
    parser = _add(
        policy,
        "explain",
        run_explain,
        about="work a benefit out and print it with its steps, as JSON; with '-' the question is read from"
        " the standard input",
        example='ruhu policy explain FILE.json   # {"policy": "cn-2021", "on": "2026-06-01", "household":'
        ' {"members": [{"id": "m1", "income": [{"class": "wages", "monthly_fen": 50000}]}]}}',
    )
    parser.add_argument("question", type=Path, metavar="FILE")


def _add(policy: Any, name: str, run: Any, *, about: str, example: str) -> argparse.ArgumentParser:
    parser = add_verb(policy, name, run, about=about, example=example, json_too=True)
    parser.set_defaults(data=None)  # the packs that ship, unless the record of a district is named
    add_couchdb(parser)
    return parser


def run_check(options: argparse.Namespace) -> int:
    packs = _packs(options)
    keys = [_check(packs, wanted) for wanted in options.packs or packs]
    said = "\n".join(choose(f"{key} 没有问题。", f"{key} is sound.") for key in keys)
    one = {"id": keys[0]} if len(options.packs) == 1 else {"ids": keys}
    tell(options, {"ok": True, **one}, said)
    return 0


def _check(packs: Mapping[str, Pack], wanted: str) -> str:
    """Reads one pack, a file beside the others of its folder or one that is known; its key."""
    path = Path(wanted)
    if path.is_absolute() or path.suffix == ".toml":
        existing(path)
    if not path.is_file():
        pack = find_pack(packs, wanted)
        return check_pack_file(
            pack, {key: each for key, each in packs.items() if each["id"] == pack["id"]}
        ).key
    pack = read_pack(path)
    others = map(read_pack, sorted(path.parent.glob("*.toml")))
    return check_pack_file(
        pack, {key_of(each): each for each in others if each.get("id") == pack.get("id")}
    ).key


def run_show(options: argparse.Namespace) -> int:
    pack = find_pack(_packs(options), options.id)
    tell(options, _plain(pack), "\n".join(_lines(pack)))
    return 0


def run_diff(options: argparse.Namespace) -> int:
    packs = _packs(options)
    here, there = (_pack(packs, wanted) for wanted in (options.here, options.there))
    changes = differences(here, there)
    content = {
        "here": key_of(here),
        "there": key_of(there),
        "changes": [_change_json(change) for change in changes],
    }
    same = choose("没有不同。", "Nothing differs.")
    tell(options, _plain(content), "\n".join(line for change in changes for line in _said(change)) or same)
    return 0


def run_explain(options: argparse.Namespace) -> int:
    """Answers in JSON, asked for or not: the steps are for reading by people and by programs alike."""
    question = parse_question(_read_question(options.question))
    policies = [parse_policy(pack) for pack in _packs(options).values()]
    policy = find_in_force(policies, question.policy, question.on)
    check_codes(policy, question.household.members)
    if question.standard_fen is not None:
        size, area = len(question.household.members), question.household.area
        policy = with_standard(policy, size, question.standard_fen, area)
    benefit = work_out_benefit(policy, question.household, question.on)
    print(json.dumps(benefit.as_json(), ensure_ascii=False, indent=None if options.as_json else 1))
    return 0


def _packs(options: argparse.Namespace) -> Mapping[str, Pack]:
    """The packs that ship; of a district that is named, also those it published, as its record has them."""
    if options.data is None:
        return shipped_packs()
    with open_for_command(read_settings(options), only_looking=True) as district:
        keys = district.versions.keys("policy")
        published = {key: with_added(district.versions.get("policy", key)) for key in keys}
    return shipped_packs() | published


def _pack(packs: Mapping[str, Pack], wanted: str) -> Pack:
    path = Path(wanted)
    return complete(read_pack(path), packs) if path.is_file() else find_pack(packs, wanted)


def _read_question(path: Path) -> dict[str, Any]:
    text = sys.stdin.read() if str(path) == "-" else existing(path).read_text("utf-8", errors="replace")
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Refusal("benefit.invalid", key=path.name, why=str(error)) from error
    if not isinstance(data, dict):
        raise Refusal("benefit.invalid", key=path.name, why="要一个 JSON 对象 / a JSON object is needed")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members; refuses a key that stands twice, of which only one could be answered."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            told = key.encode("utf-8", "backslashreplace").decode()
            raise Refusal("benefit.invalid", key=told, why="出现两次 / stands twice")
        found[key] = value
    return found


def _lines(pack: Pack) -> Iterator[str]:
    for value in values_of(pack):
        yield f"{value.key} = {_text(value)}" + (f"    # {value.source}" if value.source else "")


def _said(change: Change) -> Iterator[str]:
    yield change.key
    for sign, value in (("-", change.here), ("+", change.there)):
        if value is not None:
            yield f"  {sign} {_text(value)}" + (f"    # {value.source}" if value.source else "")


def _change_json(change: Change) -> dict[str, Any]:
    sides = {"here": change.here, "there": change.there}
    told = {
        name: {"value": side.value, "source": side.source} if side else None for name, side in sides.items()
    }
    return {"key": change.key} | told


def _text(value: PackValue) -> str:
    return json.dumps(value.value, ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=False, default=str))
