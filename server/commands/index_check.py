"""Whether the index that is kept in the data folder is of this version and keeps up with the casebook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from server.commands.finding import Finding
from server.domain.days import parse_instant
from server.records.index_state import IndexState, read_state
from server.services.district import District, index_path

_MOST_BEHIND: Final = timedelta(minutes=1)  # a server folds what it appends at once, another within a second


def look_at_index(district: District) -> Iterator[Finding]:
    """The one lists and search are answered from, not the copy this command works on."""
    state = read_state(index_path(district.settings), district.casebook.database)
    if state is None:
        zh, en = "还没有目录，启动服务会整理", "No index yet: starting the server builds it"
        yield Finding("index", False, zh, en)
    elif not state.is_current:
        zh = "目录是另一个版本整理的，重新启动服务会重新整理"
        en = "The index was built by another version: start the server anew to build it again"
        yield Finding("index", False, zh, en)
    else:
        yield _how_far(district, state)


def _how_far(district: District, state: IndexState) -> Finding:
    if not state.behind:
        zh, en = f"目录第 {state.folding} 版，记录都收进去了", f"Index version {state.folding}, up to date"
        return Finding("index", True, zh, en)
    waited = district.now() - parse_instant(state.oldest_at) if state.oldest_at else timedelta(0)
    seconds = max(0, int(waited.total_seconds()))
    ok = waited < _MOST_BEHIND
    zh = f"目录第 {state.folding} 版，落后 {state.behind} 处改动，最早的等了 {seconds} 秒"
    en = f"Index version {state.folding}, {state.behind} changes behind, the oldest by {seconds} seconds"
    if not ok:
        zh, en = f"{zh}；请重新启动服务", f"{en}; start the server anew"
    return Finding("index", ok, zh, en)
