"""``ruhu form`` and ``ruhu policy``: rules as data, checked before anybody works by them."""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from forms.compile import check_workbook, compile_workbook
from forms.errors import FormError
from forms.xlsform import to_xform
from server.commands.options import Run, add_verb, choose, tell
from server.commands.preview import preview
from server.domain.policy import parse_policy
from server.errors import Refusal
from server.records.versions import read_packs
from server.services.district import POLICIES

T = TypeVar("T")


def add_to(verbs: Any) -> None:
    _add_form(_verbs_of(verbs, "form", "check, compile or look at an XLSForm workbook"))
    _add_policy(_verbs_of(verbs, "policy", "check or show a policy pack"))


def _verbs_of(verbs: Any, name: str, about: str) -> Any:
    return verbs.add_parser(name, help=about).add_subparsers(
        dest=f"{name}_verb", required=True, metavar="VERB"
    )


def _add_form(form: Any) -> None:
    _add_workbook_verb(
        form,
        "check",
        run_form_check,
        about="read a workbook and name everything wrong in it; exit 1 where there is something",
        json_too=True,
    )
    _add_workbook_verb(
        form, "compile", run_form_compile, about="print the compiled definition of a workbook as JSON"
    )
    _add_workbook_verb(
        form,
        "xform",
        run_form_xform,
        about="print the workbook as a plain XForm, for the other tools of the field",
        into=" > home-visit.xml",
    )
    parser = _add_workbook_verb(
        form,
        "preview",
        run_form_preview,
        about="open the workbook in the browser as the tablet shows it; nothing is kept",
    )
    parser.add_argument("--port", type=int, default=0, help="the port on this machine (a free one)")
    parser.add_argument(
        "--record", type=Path, help="JSON with answers to begin with and what was declared, by path"
    )
    parser.add_argument("--no-open", action="store_true", help="only print the address")


def _add_workbook_verb(
    form: Any, name: str, run: Run, *, about: str, json_too: bool = False, into: str = ""
) -> argparse.ArgumentParser:
    example = f"ruhu form {name} forms/definitions/home-visit/1.xlsx{into}"
    parser = add_verb(form, name, run, about=about, example=example, json_too=json_too)
    parser.add_argument("workbook", type=Path)
    return parser


def _add_policy(policy: Any) -> None:
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
    print(json.dumps(_made(compile_workbook, options), ensure_ascii=False, indent=1))
    return 0


def run_form_xform(options: argparse.Namespace) -> int:
    print(_made(to_xform, options))
    return 0


def _made(make: Callable[[Path], T], options: argparse.Namespace) -> T:
    """What is made of the workbook; its problems are the refusal."""
    try:
        return make(_existing(options.workbook))
    except FormError as error:
        raise Refusal("run.argument", why=str(error)) from error


def run_form_preview(options: argparse.Namespace) -> int:
    record = _existing(options.record) if options.record else None
    preview(_existing(options.workbook), port=options.port, opens=not options.no_open, record=record)
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
