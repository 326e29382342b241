"""Figures for Prometheus are told to this machine, and to nobody a proxy speaks for."""

from __future__ import annotations

import pytest

from tests.server.web.browsing import PASSWORD


def test_this_machine_reads_the_figures(person):
    answer = person().get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert "# TYPE ruhu_oldest_unsettled_seconds gauge" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
    ],
)
def test_nobody_else_reads_them_without_signing_in(person, asked):
    assert person().get("/metrics", **asked).status_code == 403


def test_who_looks_after_the_reconciler_reads_them_anywhere(person):
    for user, status in (("xie", 200), ("gao", 403)):
        away = person()
        away.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        away.send("/desk/sign-in", {"user": user, "password": PASSWORD})
        assert away.get("/metrics").status_code == status
