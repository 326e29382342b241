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
    finding,
    log,
    meetings,
    notices,
    papers,
    set_aside,
    sign_in,
    signatures,
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
    "desk",
    "finding",
    "log",
    "meetings",
    "notices",
    "papers",
    "set_aside",
    "sign_in",
    "signatures",
    "vote",
    "wall",
    "worklist",
]
