"""Hooks: who is told what, found in the casebook's changes and sent beside the appender, never in a request.

What is to be told lies in the office until it is: a server that was killed goes on where it stopped, and may
tell a thing twice under the same id.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Any, Final

from server.domain.act import check_document
from server.domain.days import format_instant
from server.domain.hook import EVENTS, TEST, next_try, payload_of, secret_for, sign, trial_payload
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Hook, HookCursor, HookDelivery, HookTurn
from server.records.keys import open_secret
from server.services.district import District, draft_act
from server.services.outgoing import find_address, post
from sync.couch import CouchError

FILE: Final = "hooks"
MOST: Final = 20
_CURSOR: Final = "casebook"
_PAGE: Final = 500
_SHOWN: Final = 200
_NAME: Final = re.compile(r"[^\x00-\x1f]{1,80}")
_IDLE_SECONDS: Final = 5.0
_GOOD: Final = range(200, 300)
_log: Final = logging.getLogger(__name__)

Send = Callable[..., int]


@dataclass(frozen=True)
class HookView:
    """A hook with its newest deliveries in front."""

    hook: Hook
    deliveries: Sequence[HookDelivery]


def register_hook(district: District, actor: Actor, name: str, url: str, events: Sequence[str]) -> Hook:
    """A new hook; it is told of what happens from now on."""
    check_may(actor, "hook.manage")
    if _NAME.fullmatch(name.strip()) is None:
        raise Refusal("hook.name")
    if not events or set(events) - set(EVENTS):
        raise Refusal("hook.events")
    find_address(url, loopback=district.settings.hooks_to_this_machine)
    with district.casebook.turn:
        living = list_hooks(district, actor)
        if len(living) >= MOST:
            raise Refusal("hook.too_many", most=MOST)
        if not living:
            since = str(district.casebook.database.info()["update_seq"])
            district.office.save(HookCursor(_CURSOR, since))
        now = format_instant(district.now())
        hook = Hook(district.new_salt()[:16], name.strip(), url, tuple(events), actor.user_id, now)
        district.office.create(hook)
        _append(district, actor, "hook_registered", {"hook": hook.id, "url": url, "events": list(events)})
    return hook


def end_hook(district: District, actor: Actor, hook_id: str) -> None:
    """Nothing more is sent to it, not even what still waited."""
    check_may(actor, "hook.manage")
    get_hook(district, actor, hook_id)
    with district.casebook.turn:
        now = format_instant(district.now())
        district.office.change(Hook, hook_id, lambda hook: replace(hook, ended_at=now))
        _append(district, actor, "hook_ended", {"hook": hook_id})


def list_hooks(district: District, actor: Actor) -> list[Hook]:
    check_may(actor, "hook.read")
    return _living(district)


def get_hook(district: District, actor: Actor, hook_id: str) -> Hook:
    check_may(actor, "hook.read")
    hook = district.office.find(Hook, hook_id)
    if hook is None or hook.ended_at:
        raise Refusal("hook.unknown")
    return hook


def get_hook_view(district: District, actor: Actor, hook_id: str) -> HookView:
    hook = get_hook(district, actor, hook_id)
    deliveries = district.office.every(HookDelivery, f"{hook_id}:")
    newest = sorted(deliveries, key=lambda each: (each.made_at, each.id), reverse=True)
    return HookView(hook, newest[:_SHOWN])


def secret_of(district: District, actor: Actor, hook_id: str) -> str:
    """What the receiver checks signatures with, for the administrator."""
    check_may(actor, "hook.manage")
    return _secret(district, get_hook(district, actor, hook_id))


def try_hook(district: District, actor: Actor, hook_id: str) -> HookDelivery:
    """Puts a test into the row of what is to be told."""
    check_may(actor, "hook.manage")
    hook, now = get_hook(district, actor, hook_id), district.now()
    return _put(district, hook, f"{TEST}:{district.new_salt()[:8]}", TEST, "", trial_payload(now))


def send_again(district: District, actor: Actor, delivery_id: str) -> None:
    """A delivery that failed begins anew with its first try."""
    check_may(actor, "hook.manage")
    delivery = district.office.find(HookDelivery, delivery_id)
    if delivery is None or delivery.state != "failed":
        raise Refusal("hook.delivery")
    get_hook(district, actor, delivery.hook)
    district.office.save(replace(delivery, state="waiting", tries=0))
    district.office.save(HookTurn(delivery_id, format_instant(district.now())))


def find_news(district: District) -> int:
    """Looks through what was appended since the last time; returns how many deliveries there are of it."""
    hooks, cursor = _living(district), district.office.find(HookCursor, _CURSOR)
    if not hooks or cursor is None:
        return 0
    found, since = 0, cursor.since
    while True:
        rows, since = district.casebook.database.changes(since, limit=_PAGE, include_docs=True)
        for row in rows:
            found += _put_of(district, hooks, row.get("doc") or {})
        district.office.save(HookCursor(_CURSOR, str(since)))
        if len(rows) < _PAGE:
            return found


def send_due(district: District, send: Send = post) -> int:
    """Makes every delivery whose turn it is; returns how many were taken."""
    now = format_instant(district.now())
    due = [turn for turn in district.office.every(HookTurn) if turn.next_at <= now]
    return sum(_try(district, turn, send) for turn in due)


def run_beside(district: District, stop: Event) -> None:
    """Tells what there is to tell until ``stop``, in a thread of its own: a slow receiver delays nobody."""
    while not stop.is_set():
        try:
            find_news(district)
            send_due(district)
        except (CouchError, Refusal):
            _log.exception("hooks: this pass failed; the next goes on from the same place")
        stop.wait(_IDLE_SECONDS)


def _put_of(district: District, hooks: Sequence[Hook], document: dict[str, Any]) -> int:
    if document.get("kind") not in EVENTS or not str(document.get("_id", "")).startswith("act:"):
        return 0
    act = check_document(document)
    told = [hook for hook in hooks if act.kind in hook.events and hook.begun_at <= format_instant(act.at)]
    for hook in told:
        _put(district, hook, f"{act.file}:{act.n}", act.kind, act.file, payload_of(act))
    return len(told)


def _put(district: District, hook: Hook, what: str, event: str, case: str, body: bytes) -> HookDelivery:
    """Keeps a delivery and its turn; one that is kept already is as it is."""
    now = format_instant(district.now())
    made = HookDelivery(f"{hook.id}:{what}", hook.id, event, case, body.decode("ascii"), now)
    kept = district.office.find(HookDelivery, made.id)
    if kept is None:
        district.office.create(made)
    if (kept or made).state == "waiting":
        district.office.save(HookTurn(made.id, now))
    return kept or made


def _try(district: District, turn: HookTurn, send: Send) -> bool:
    delivery = district.office.find(HookDelivery, turn.id)
    hook = district.office.find(Hook, delivery.hook) if delivery else None
    if delivery is None or hook is None or hook.ended_at or delivery.state != "waiting":
        district.office.delete(turn)
        return False
    answer, taken = _ask(district, hook, delivery, send)
    now, tries = district.now(), delivery.tries + 1
    again = None if taken else next_try(tries, now)
    state = "done" if taken else "waiting" if again else "failed"
    tried = replace(delivery, state=state, tries=tries, tried_at=format_instant(now), answer=answer)
    district.office.save(tried)
    if again:
        district.office.save(HookTurn(turn.id, format_instant(again)))
    else:
        district.office.delete(turn)
    return taken


def _ask(district: District, hook: Hook, delivery: HookDelivery, send: Send) -> tuple[str, bool]:
    """What the receiver answered, and whether it took it: anything but 2xx is no."""
    body = delivery.body.encode("ascii")
    headers = sign(_secret(district, hook), delivery.id, district.now(), body)
    try:
        status = send(hook.url, body, headers, loopback=district.settings.hooks_to_this_machine)
    except Refusal as refusal:
        return refusal.code, False
    return str(status), status in _GOOD


def _secret(district: District, hook: Hook) -> str:
    return secret_for(open_secret(district.settings.data / "keys", "hooks"), hook.id)


def _living(district: District) -> list[Hook]:
    return [hook for hook in district.office.every(Hook) if not hook.ended_at]


def _append(district: District, actor: Actor, kind: str, facts: dict[str, object]) -> None:
    last = district.casebook.last(FILE)
    draft = draft_act(actor, "hook.manage", kind, facts)
    district.casebook.append(draft, FILE, last, policy=district.policy.key)
