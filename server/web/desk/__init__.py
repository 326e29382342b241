"""Pages for people with a desk; one file a task, registered by being imported here."""

from __future__ import annotations

from server.web.desk import (
    acceptance,
    applications,
    approval,
    assessors,
    assignment,
    attendance,
    cases,
    certification,
    devices,
    finding,
    log,
    meetings,
    notices,
    papers,
    set_aside,
    sign_in,
    signatures,
    training,
    vote,
    wall,
    worklist,
)
from server.web.desk.blueprint import desk

__all__ = [
    "acceptance",
    "applications",
    "approval",
    "assessors",
    "assignment",
    "attendance",
    "cases",
    "certification",
    "desk",
    "devices",
    "finding",
    "log",
    "meetings",
    "notices",
    "papers",
    "set_aside",
    "sign_in",
    "signatures",
    "training",
    "vote",
    "wall",
    "worklist",
]
