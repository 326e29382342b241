"""``ruhu form``: workbooks, checked before anybody works by them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from forms.compile import check_workbook, compile_workbook
from forms.errors import FormError
from forms.xlsform import to_xform
from server.commands.options import Run, add_group, add_verb, choose, existing, tell
from server.commands.preview import preview
from server.commands.verbs import ABOUT
from server.errors import Refusal

T = TypeVar("T")


def add_to(verbs: Any) -> None:
    _add_form(add_group(verbs, "form", ABOUT["form"]))


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


def run_form_check(options: argparse.Namespace) -> int:
    problems = check_workbook(existing(options.workbook))
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
        return make(existing(options.workbook))
    except FormError as error:
        raise Refusal("run.argument", why=str(error)) from error


def run_form_preview(options: argparse.Namespace) -> int:
    record = existing(options.record) if options.record else None
    preview(existing(options.workbook), port=options.port, opens=not options.no_open, record=record)
    return 0
