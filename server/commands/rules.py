"""``ruhu form`` and ``ruhu policy``: rules as data, checked before anybody works by them."""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

from forms.compile import check_workbook, compile_workbook
from forms.errors import FormError
from forms.xlsform import to_xform
from server.commands.options import add_verb, choose, tell
from server.commands.preview import preview
from server.domain.policy import parse_policy
from server.errors import Refusal
from server.records.versions import read_packs
from server.services.district import POLICIES


def add_to(verbs: Any) -> None:
    form = verbs.add_parser("form", help="check or compile an XLSForm workbook").add_subparsers(
        dest="form_verb", required=True, metavar="VERB"
    )
    parser = add_verb(
        form,
        "check",
        run_form_check,
        about="read a workbook and name everything wrong in it; exit 1 where there is something",
        example="ruhu form check forms/definitions/home-visit/1.xlsx",
        json_too=True,
    )
    parser.add_argument("workbook", type=Path)
    parser = add_verb(
        form,
        "compile",
        run_form_compile,
        about="print the compiled definition of a workbook as JSON",
        example="ruhu form compile forms/definitions/home-visit/1.xlsx",
    )
    parser.add_argument("workbook", type=Path)
    parser = add_verb(
        form,
        "xform",
        run_form_xform,
        about="print the workbook as a plain XForm, for the other tools of the field",
        example="ruhu form xform forms/definitions/home-visit/1.xlsx > home-visit.xml",
    )
    parser.add_argument("workbook", type=Path)
    parser = add_verb(
        form,
        "preview",
        run_form_preview,
        about="open the workbook in the browser as the tablet shows it; nothing is kept",
        example="ruhu form preview forms/definitions/home-visit/1.xlsx",
    )
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--port", type=int, default=0, help="the port on this machine (a free one)")
    parser.add_argument("--no-open", action="store_true", help="only print the address")
    policy = verbs.add_parser("policy", help="check or show a policy pack").add_subparsers(
        dest="policy_verb", required=True, metavar="VERB"
    )
    parser = add_verb(
        policy,
        "check",
        run_policy_check,
        about="read a pack and refuse a value that is missing, unsourced or impossible",
        example="ruhu policy check server/policies/cn-2021/1.toml",
        json_too=True,
    )
    parser.add_argument("pack", type=Path)
    parser = add_verb(
        policy,
        "show",
        run_policy_show,
        about="show a pack, every value with its source",
        example="ruhu policy show sifang-seed@1",
        json_too=True,
    )
    parser.add_argument("id", help="such as sifang-seed@1")


def run_form_check(options: argparse.Namespace) -> int:
    problems = check_workbook(_existing(options.workbook))
    content = {"ok": not problems, "problems": [problem.as_json() for problem in problems]}
    lines = [problem.sentence(choose("zh", "en")) for problem in problems]
    tell(options, content, "\n".join(lines) or choose("这份表没有问题。", "The form is sound."))
    return 1 if problems else 0


def run_form_compile(options: argparse.Namespace) -> int:
    try:
        definition = compile_workbook(_existing(options.workbook))
    except FormError as error:
        raise Refusal("run.argument", why=str(error)) from error
    print(json.dumps(definition, ensure_ascii=False, indent=1))
    return 0


def run_form_xform(options: argparse.Namespace) -> int:
    try:
        print(to_xform(_existing(options.workbook)))
    except FormError as error:
        raise Refusal("run.argument", why=str(error)) from error
    return 0


def run_form_preview(options: argparse.Namespace) -> int:
    preview(_existing(options.workbook), port=options.port, opens=not options.no_open)
    return 0


def run_policy_check(options: argparse.Namespace) -> int:
    try:
        pack = tomllib.loads(_existing(options.pack).read_text("utf-8"))
        policy = parse_policy(pack)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise Refusal("policy.invalid", key=str(options.pack), why=str(error)) from error
    tell(
        options, {"ok": True, "id": policy.key}, choose(f"{policy.key} 没有问题。", f"{policy.key} is sound.")
    )
    return 0


def run_policy_show(options: argparse.Namespace) -> int:
    packs = read_packs(POLICIES)
    if options.id not in packs:
        raise Refusal("policy.unknown", id=options.id)
    pack = json.loads(json.dumps(packs[options.id], default=str))
    tell(options, pack, "\n".join(_lines(pack)))
    return 0


def _lines(pack: dict[str, Any]) -> list[str]:
    head = [f"{key}: {value}" for key, value in pack.items() if not isinstance(value, dict)]
    sections = ((name, value) for name, value in pack.items() if isinstance(value, dict))
    values = [
        f"{section}.{name} = {json.dumps(entry['value'], ensure_ascii=False)}    # {entry['source']}"
        for section, entries in sections
        for name, entry in entries.items()
    ]
    return head + values


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise Refusal("run.argument", why=f"{path}: {choose('没有这个文件', 'no such file')}")
    return path
