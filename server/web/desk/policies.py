"""The packs cases are decided under, each value with its source, and what differs between two (design §6)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.benefit_household import Area
from server.domain.money import format_yuan as yuan
from server.domain.money import parse_yuan
from server.domain.permission import may
from server.domain.standard import is_startling
from server.services.approvals import start_month
from server.services.policies import (
    Change,
    PackValue,
    differences,
    published_pack,
    published_packs,
    values_of,
)
from server.services.recalculations import Proposal, proposal_csv, propose_standard
from server.services.standards import present_fen
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.pack_words import key_label, place_of, section_title, value_lines
from server.web.words import RESIDENCES, area

_SHOWN = 100


@dataclass(frozen=True)
class Row:
    """A key in words: its code, its label, the value line by line, the source."""

    key: str
    label: str
    lines: list[str]
    source: str

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]


@dataclass(frozen=True)
class ChangeRow:
    key: str
    label: str
    here: Row | None
    there: Row | None


@desk.get("/policies")
@permit("policy.read")
def show_policies() -> ResponseReturnValue:
    district = current_district()
    return render_template(
        "policies/list.html",
        packs=published_packs(district),
        in_use=district.policy.key,
        may_plan=may(current_actor(), "policy.plan"),
    )


@desk.get("/policies/<policy:key>")
@permit("policy.read")
def show_policy(key: str) -> ResponseReturnValue:
    district = current_district()
    pack = published_pack(district, key)
    rows = sorted(
        (_row(value) for value in values_of(pack.content) if "." in value.key),
        key=lambda row: place_of(row.key),
    )
    grouped = groupby(rows, key=lambda row: row.section)
    sections = [(name, section_title(name), list(group)) for name, group in grouped]
    return render_template(
        "policies/page.html",
        pack=pack,
        sections=sections,
        others=[one for one in published_packs(district) if one.key != key],
        in_use=district.policy.key,
    )


@desk.get("/policies/compare")
@permit("policy.read")
def compare_policies() -> ResponseReturnValue:
    """Two packs side by side, only the keys that differ."""
    district = current_district()
    here, there = (published_pack(district, request.args.get(side, "")) for side in ("here", "there"))
    found = sorted(differences(here.content, there.content), key=lambda change: place_of(change.key))
    return render_template(
        "policies/compare.html",
        here_pack=here,
        there_pack=there,
        changes=[_change_row(change) for change in found if not change.only_the_source],
        same_values=[_change_row(change) for change in found if change.only_the_source],
    )


@desk.get("/policies/new-standard")
@permit("policy.plan")
def plan_standard() -> ResponseReturnValue:
    """What another standard would mean for everybody in receipt; nothing is written."""
    known = ("standard", "area", "pack", "since", "words")
    return show_plan(Form({name: value for name, value in request.args.items() if name in known}))


def show_plan(form: Form) -> ResponseReturnValue:
    """The proposal a form asks for, with what is wrong with it."""
    proposal = _proposal(form)
    page = render_template(
        "policies/new_standard.html",
        form=form,
        proposal=proposal,
        rows=[row for row in proposal.rows if row.taken or not row.differs][:_SHOWN] if proposal else (),
        differing=proposal.differing[:_SHOWN] if proposal else (),
        taken=request.values.getlist("take"),
        packs=published_packs(current_district()),
        areas=RESIDENCES if _has_rural() else {},
        present=_present(),
        is_startling=is_startling(proposal.now_fen, proposal.then_fen) if proposal else False,
        next_month=start_month(current_district().policy, current_district().today()),
    )
    return page, 422 if form.errors else 200


@desk.get("/policies/new-standard.csv")
@permit("policy.plan")
def download_standard() -> ResponseReturnValue:
    form = Form(dict(request.args.items()))
    proposal = _proposal(form)
    if proposal is None:
        return plan_standard()
    return saved_file(proposal_csv(proposal, area), "new-standard.csv")


def _proposal(form: Form) -> Proposal | None:
    """None where nothing was asked, or not rightly."""
    if not form.text("standard") and not form.text("pack"):
        return None
    standard = form.read("standard", parse_yuan, 0) if form.text("standard") else None
    if standard == 0:
        form.refuse("standard", gettext("标准要大于 0。"))
    if "standard" in form.errors:
        return None
    asked = (standard, form.text("pack"), asked_area(form), request.values.getlist("take"))
    return propose_standard(current_district(), current_actor(), *asked)


def asked_area(form: Form) -> Area:
    """Whose standard is meant; the urban one where nothing is said."""
    return "rural" if form.text("area") == "rural" else "urban"


def _present() -> str:
    """What is in force now, of the town and of the countryside where it has its own."""
    district = current_district()
    urban, rural = (present_fen(district, area) for area in ("urban", "rural"))
    parts = [yuan(urban)] if urban is not None else []
    if _has_rural() and rural is not None:
        parts = [f"{RESIDENCES['urban']} {part}" for part in parts] + [f"{RESIDENCES['rural']} {yuan(rural)}"]
    return "，".join(parts)


def _has_rural() -> bool:
    """Whether a pack of the district has a standard for the countryside."""
    return any(
        policy.benefit.rural_standard_fen is not None for policy in current_district().policies.values()
    )


def _row(value: PackValue) -> Row:
    return Row(value.key, key_label(value.key), value_lines(value.key, value.value), value.source)


def _change_row(change: Change) -> ChangeRow:
    here, there = (_row(side) if side else None for side in (change.here, change.there))
    section, label = section_title(change.key.partition(".")[0]), key_label(change.key)
    return ChangeRow(change.key, f"{section} · {label}" if "." in change.key else label, here, there)
