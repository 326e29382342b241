"""How much memory an export of a hundred thousand cases takes in each format, and how many rows a second.

The index is a file, as a server's is. Memory is by how much the most the process ever held
(getrusage(2)) grew, rows a second are of one core.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

from server.domain.export import CASES, FORMATS, ExportFilter
from server.records.index_rows import CaseRow
from server.services.district import District
from server.services.exports import make_export
from tests.bench.figure import Figure
from tests.factories import REVIEWER, make_district

_CASES: Final = 100_000
_KIB_IN_MIB: Final = 1024
_MOST_MIB: Final = 32.0


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder, make_district(Path(folder) / "data") as district:
        _fill(district)
        for form in FORMATS[CASES]:
            before, start = getrusage(RUSAGE_SELF).ru_maxrss, process_time()
            _write(district, form)
            rate = round(_CASES / (process_time() - start))
            grown = round((getrusage(RUSAGE_SELF).ru_maxrss - before) / _KIB_IN_MIB, 1)
            yield Figure(f"export of 100,000 cases as {form}", rate, "rows/s", 1000, more_is_better=True)
            yield Figure(f"memory the process grew by as {form}", grown, "MiB", _MOST_MIB)


def _write(district: District, form: str) -> int:
    made = make_export(district, REVIEWER, CASES, form, ExportFilter())
    return sum(len(piece) for piece in made.pieces)


def _fill(district: District) -> None:
    connection = district.index._connection
    places = ", ".join("?" * len(CaseRow.__dataclass_fields__))
    with connection:
        connection.executemany(f"INSERT INTO cases VALUES ({places})", (_row(n) for n in range(_CASES)))


def _row(n: int) -> tuple[object, ...]:
    place = ("songlin", "huaian", "visited", 3, "2026-03-02", "2026-04-02", "notice", "")
    who = ("石榴树", f"槐安路 {n} 号 1 单元 301", "1234", "a-0217")
    return (f"SL-2026-{n:07d}", *place, *who, 65000, "visit_received", "2026-03-05T01:00:00Z", "a", 5)
