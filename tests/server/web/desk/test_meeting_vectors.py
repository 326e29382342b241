"""What the chair's page works out without a network is what the server works out (S7-MEET).

``tests/static/chair_fold.test.mjs`` plays the same meetings in the page's own script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.domain.act import Act, ActDraft, next_act
from server.domain.ballot import Choice, Counts
from server.domain.meeting import Meeting, fold_meeting
from server.domain.meeting_rules import (
    check_agenda,
    check_attendance,
    check_present_roles,
    count_numbers,
    count_votes,
)
from server.domain.policy import Policy
from server.domain.roll import MemberRole
from server.errors import Refusal
from server.web.desk.meeting_page import COUNT_FIELDS, SLIP_FIELDS, flags_of
from tests.server.domain.packs import sifang

VECTORS = json.loads((Path(__file__).parents[3] / "vectors" / "meetings.json").read_text("utf-8"))
AT = datetime(2026, 3, 20, 6, 30, tzinfo=UTC)
TALLY = ("agree", "against", "abstain", "invalid", "passed")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_server_comes_to_the_same(vector: Mapping[str, Any]) -> None:
    assert played(vector) == {key: vector[key] for key in ("pending", "unsigned", "outcome")}


def played(vector: Mapping[str, Any]) -> dict[str, Any]:
    """The meeting after every jotting of a vector; each refusal must be the one it names."""
    policy, acts = pack(vector["rules"]), [convened(vector)]
    for jotting in vector["jottings"]:
        meeting = fold_meeting(acts, policy)
        if "refused" in jotting:
            with pytest.raises(Refusal, match=jotting["refused"].replace(".", r"\.")):
                accepted(meeting, jotting, policy)
        else:
            acts.append(following(acts, *accepted(meeting, jotting, policy)))
    meeting = fold_meeting(acts, policy)
    return {
        "pending": list(meeting.pending),
        "unsigned": list(meeting.unsigned),
        "outcome": [outcome(meeting, agenda.case) for agenda in meeting.cases],
    }


def accepted(meeting: Meeting, jotting: Mapping[str, Any], policy: Policy) -> tuple[str, dict[str, Any]]:
    """The act a jotting becomes; refuses as the services do."""
    fields, values = jotting["fields"], dict(jotting["fields"])
    if jotting["kind"] == "attendance":
        return "attendance_taken", attendance(meeting, fields, policy)
    if jotting["kind"] == "item":
        check_agenda(meeting, values["case"], int(values["item"]))
        return "agenda_done", {"case": values["case"], "item": int(values["item"])}
    if jotting["kind"] == "sign":
        return "signed", {"signatures": {values["member"]: "on_paper"}}
    return "ballot_taken", ballot(meeting, values, policy)


def attendance(meeting: Meeting, fields: Sequence[Sequence[str]], policy: Policy) -> dict[str, Any]:
    present = [name.removeprefix("there-") for name, value in fields if value == "yes"]
    recused = {
        agenda.case: [who for name, who in fields if name == f"recused-{agenda.case}" and who in present]
        for agenda in meeting.cases
    }
    check_attendance(meeting, present, recused, policy)
    check_present_roles(present, dict.fromkeys(meeting.members, MemberRole.REPRESENTATIVE), policy)
    return {"present": present, "recused": recused}


def ballot(meeting: Meeting, values: Mapping[str, str], policy: Policy) -> dict[str, Any]:
    case, rules = values["case"], policy.meeting
    if rules.member_by_member and rules.ballot == "hands":
        votes = {
            name.removeprefix("vote-"): Choice(choice) for name, choice in values.items() if name != "case"
        }
        tally = count_votes(meeting, case, votes, policy)
        return {
            "case": case,
            "votes": {who: choice.value for who, choice in votes.items()},
            "base": tally.base,
        }
    fields = SLIP_FIELDS if rules.ballot == "secret" else COUNT_FIELDS
    counts = Counts(**dict.fromkeys(COUNT_FIELDS, 0) | {name: int(values.get(name, 0)) for name in fields})
    tally = count_numbers(meeting, case, counts, policy)
    way = "slips" if rules.ballot == "secret" else "counts"
    return {"case": case, "way": way, "counts": dict(vars(counts)), "base": tally.base}


def outcome(meeting: Meeting, case: str) -> dict[str, Any]:
    agenda, voters = meeting.agenda(case), meeting.voters(case)
    present = meeting.present_for(case)
    return {
        "case": case,
        "item": agenda.now,
        "standing": {
            who: "voter" if who in voters else "recused" if who in present else "absent"
            for who in meeting.members
        },
        "tally": {name: getattr(agenda.tally, name) for name in TALLY} if agenda.tally else None,
        "shown": sorted(name for name, on in flags_of(meeting, agenda).items() if on),
    }


def pack(rules: Mapping[str, Any]) -> Policy:
    """The seed pack with the rules of a vector."""
    way = rules["way"]
    changed = replace(
        sifang().meeting,
        vote_base="all_members" if rules["everybody"] else "present",
        threshold=tuple(rules["threshold"]),
        quorum=tuple(rules["quorum"]),
        comparator=rules["comparator"],
        rep_share=tuple(rules["repShare"]),
        ballot="secret" if way == "slips" else "hands",
        member_by_member=way == "members",
    )
    return replace(sifang(), meeting=changed)


def convened(vector: Mapping[str, Any]) -> Act:
    facts = {"community": "huaian", "chair": "lin", "held_on": "2026-03-20", "place": "二楼"}
    more = {"cases": vector["cases"], "members": vector["members"]}
    return following([], "convened", facts | more)


def following(acts: Sequence[Act], kind: str, facts: Mapping[str, Any]) -> Act:
    previous = acts[-1] if acts else None
    draft = ActDraft(kind, "lin", "chair", facts)
    return next_act(draft, previous, file="M-1", at=AT, policy="sifang-seed@1", salt="0" * 32)
