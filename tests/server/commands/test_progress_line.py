"""The line that says how far it is: redrawn on a terminal, now and then elsewhere, nothing for a machine."""

from __future__ import annotations

import io

from server.commands.progress_line import ProgressLine, format_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_known_total_makes_a_bar() -> None:
    assert format_progress(1234, 2468, 2) == "[############------------]  50%  1,234 / 2,468  617/s"
    assert format_progress(10, 10, 2) == "[########################] 100%  10 / 10  5/s"


def test_an_unknown_total_makes_a_count() -> None:
    assert format_progress(1234, None, 2) == "1,234  617/s"
    assert format_progress(0, 0, 0) == "0"


def test_a_terminals_line_is_redrawn_and_left_empty() -> None:
    out = Terminal()
    line = ProgressLine(out)
    line.begin("casebook")
    line.show(1, 2, note="away")
    line.end()
    assert "\n" not in out.getvalue()
    assert out.getvalue().startswith("\rcasebook  [####")
    assert out.getvalue().endswith("\r\x1b[K")


def test_elsewhere_a_line_is_written_now_and_then() -> None:
    out = io.StringIO()
    line = ProgressLine(out)
    line.begin("casebook")
    for n in range(1000):
        line.show(n, 1000)
    assert out.getvalue() == ""
    line.show(1000, 1000, note="away")
    line.end()
    assert out.getvalue() == f"casebook  [{'#' * 24}] 100%  1,000 / 1,000  away\n"


def test_a_machine_sees_no_line() -> None:
    out = Terminal()
    line = ProgressLine(out, wanted=False)
    line.show(1, 2, note="away")
    line.end()
    assert out.getvalue() == ""
