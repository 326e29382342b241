"""Heads that left the house, held against those that are stored: a paper's short form, the auditor's mail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from server.domain.days import parse_date
from server.domain.head import parse_short_form, short_form
from server.errors import Refusal
from server.records.heads import Published, is_signed, read_signed
from server.services.head_checks import Finding, LogCheck, first_of_each_file

_DIGEST: Final = re.compile(r"[0-9a-fA-F]{64}")
_DATED: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ =:]+(.+)")


@dataclass(frozen=True)
class Witness:
    """A head in somebody's hands as far as it is known: a paper has a short form, with or without its day."""

    given: str
    short: str
    day: date | None = None
    signed: str = ""
    leaves: tuple[str, ...] | None = None


def read_witnesses(given: str) -> list[Witness]:
    """The heads in ``given``: a short form, one behind its date (``2026-03-12=…``), a digest, or a file."""
    path = Path(given)
    if path.is_file():
        return _read_file(path)
    dated = _DATED.fullmatch(given.strip())
    text, day = (dated[2], parse_date(dated[1])) if dated else (given.strip(), None)
    if _DIGEST.fullmatch(text):
        return [Witness(given, short_form(text), day)]
    return [Witness(given, parse_short_form(text), day)]


def check_witness(witness: Witness, log: LogCheck) -> Iterator[Finding]:
    """What somebody holds is what is stored; if not, where the two part."""
    if witness.signed and not is_signed(witness.signed, log.keys):
        yield witness.given, Refusal("log.copy_forged", day=_day(witness), file=witness.given)
        return
    stored = _find(witness, log)
    if stored is None:
        yield _name(witness), _absent(witness, log)
    elif stored.head.short != witness.short:
        code = "log.two_signed" if witness.signed else "log.differs"
        facts = {"day": _day(witness), "given": witness.short, "stored": stored.head.short}
        yield _name(witness), Refusal(code, **facts)
    yield from _compare_leaves(witness, log)


def _find(witness: Witness, log: LogCheck) -> Published | None:
    """The stored head of the same day, or, where a paper says no day, of the same short form."""
    return next(
        (
            published
            for published in log.published
            if (published.head.date == witness.day if witness.day else published.head.short == witness.short)
        ),
        None,
    )


def _absent(witness: Witness, log: LogCheck) -> Refusal:
    newest = log.published[-1].head.date if log.published else None
    if witness.day is None:
        return Refusal("log.not_published", given=witness.short)
    if newest is None or witness.day > newest:
        until = newest.isoformat() if newest else "—"
        return Refusal("log.cut_off", day=_day(witness), given=witness.short, newest=until)
    return Refusal("log.missing", day=_day(witness))


def _compare_leaves(witness: Witness, log: LogCheck) -> Iterator[Finding]:
    """The auditor's copy of a day names, by what it lacks, the acts that were written later."""
    if witness.leaves is None or witness.day is None:
        return
    held, now = set(witness.leaves), log.lines_now(witness.day)
    later = [line.act for line in now if line.digest not in held]
    for act in first_of_each_file(later):
        yield act, Refusal("log.not_in_copy", day=_day(witness), document=act)
    gone = len(held - {line.digest for line in now})
    if gone:
        yield _name(witness), Refusal("log.copy_lacks", day=_day(witness), count=gone)


def _read_file(path: Path) -> list[Witness]:
    """What was mailed, or a signed head that was downloaded."""
    try:
        text = path.read_text("ascii").strip()
        heads = json.loads(text)["heads"] if text.startswith("{") else [{"signed": text}]
        return [_read_head(path.name, head) for head in heads]
    except (AttributeError, KeyError, OSError, TypeError, ValueError, Refusal) as error:
        raise Refusal("log.copy_unreadable", file=path) from error


def _read_head(name: str, copied: Mapping[str, Any]) -> Witness:
    head = read_signed(str(copied["signed"]))
    leaves = copied.get("leaves")
    held = None if leaves is None else tuple(bytes.fromhex(digest).hex() for digest in leaves)
    return Witness(name, head.short, head.date, str(copied["signed"]), held)


def _day(witness: Witness) -> str:
    return witness.day.isoformat() if witness.day else ""


def _name(witness: Witness) -> str:
    return f"head:{_day(witness)}" if witness.day else witness.given
