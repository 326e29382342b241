"""How long the desk's pages take at this size, and what a process that serves them holds.

The application answers in a process of its own, as one web process does, a pass of the reconciler behind it;
the district reviewer and a street's officer ask. A time is that of the whole request, signed in, in
milliseconds of one core, whatever else the machine does.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

from flask.testing import FlaskClient

from server.app import create_app
from server.opening import open_for_command
from server.records.index import CaseFilter
from server.services.freshness import note_pass
from server.services.reconciliation import build_reconciler
from server.services.seeding import list_accounts
from server.settings import Settings
from tests.bench.figure import Figure

LIST_MS, FILE_MS, MEMORY_MB = 80, 120, 300
ROUNDS = int(os.environ.get("RUHU_BENCH_ROUNDS", "20"))
LISTS = (
    "/desk/freshness",  # while it is some minutes at most since a pass
    "/desk/",
    "/desk/?page=2",
    "/desk/?queue=others",
    "/desk/?queue=done",
    "/desk/?queue=done&page=4000",
    "/desk/cases",
    "/desk/cases?q=例",
    "/desk/cases?page=200",
    "/desk/notices",
    "/desk/objections",
    "/desk/meetings",
    "/desk/flags",
    "/desk/overview",
    "/desk/reviews",
    "/desk/renewals",
    "/desk/payrolls",
    "/desk/employment",
    "/desk/employment/overview",
    "/desk/causes",
    "/desk/housing",
    "/desk/recoveries",
    "/desk/registers/families",
    "/desk/info-checks",
    "/desk/statistics",
    "/desk/lists",
    "/desk/upkeep",
    "/desk/reference",
    "/desk/people",
    "/desk/assessors",
    "/desk/reads",
    "/desk/positions",
    "/desk/activities",
    "/desk/areas",
    "/desk/budgets",
    "/desk/campaigns",
    "/desk/communities",
    "/desk/complaints",
    "/desk/consultations",
    "/desk/courses",
    "/desk/devices",
    "/desk/expiries",
    "/desk/goods",
    "/desk/housing/queue",
    "/desk/log",
    "/desk/permissions",
    "/desk/policies",
    "/desk/questions",
    "/desk/reconsiderations",
    "/desk/registers/relatives",
    "/desk/retention",
    "/desk/retention/daily",
    "/desk/set-aside",
    "/desk/spot-checks",
    "/desk/standards",
    "/desk/work-record",
    "/desk/hardship",
)
_FILES = 40


def figures(settings: Settings) -> Iterator[Figure]:
    with open_for_command(settings) as district:
        rows = district.index.cases(CaseFilter(street="songlin"), limit=_FILES)
        reconciler = build_reconciler(district)
        note_pass(district, reconciler, reconciler.run_once())
    numbers = [row.number for row in rows]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        yield from pool.apply(_measure, (settings, numbers))


def _measure(settings: Settings, numbers: Sequence[str]) -> list[Figure]:
    app = create_app(settings, check=False)
    app.config["WTF_CSRF_ENABLED"] = False
    found = []
    for user in ("district", "songlin"):
        client = app.test_client()
        _sign_in(client, user)
        for path in LISTS:
            times = [time for _ in range(ROUNDS) if (time := _time(client, path)) is not None]
            if times:
                found.append(Figure(f"{path} for {user}, p95", _p95(times), "ms", LIST_MS))
        files = [_time(client, f"/desk/cases/{number}") or 0.0 for number in numbers]
        found.append(Figure(f"a case's file for {user}, p95", _p95(files), "ms", FILE_MS))
    found.append(Figure("most memory of the process that served them", _most_memory(), "MB", MEMORY_MB))
    return found


def _sign_in(client: FlaskClient, user: str) -> None:
    password = next(account.password for account in list_accounts() if account.user == user)
    answer = client.post("/desk/sign-in", data={"user": user, "password": password})
    if answer.status_code != 302:
        raise RuntimeError(answer.text)


def _time(client: FlaskClient, path: str) -> float | None:
    """Milliseconds of one core; None for a page this person may not see."""
    start = process_time()
    answer = client.get(path)
    taken = 1000 * (process_time() - start)
    if answer.status_code == 403:
        return None
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return taken


def _p95(times: Sequence[float]) -> float:
    return round(statistics.quantiles(times, n=20, method="inclusive")[-1], 1)


def _most_memory() -> float:
    """VmHWM of this process (proc(5)), in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)
