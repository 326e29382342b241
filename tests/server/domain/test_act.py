"""The chain of acts: a changed byte anywhere is found and named (design §2)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, check_chain, check_document, format_act, next_act, parse_act
from server.errors import Refusal

START = datetime(2026, 3, 2, 1, 14, tzinfo=UTC)


def chain(length: int) -> list[Act]:
    acts: list[Act] = []
    for n in range(length):
        draft = ActDraft("applied" if n == 0 else "forwarded", "user:fang", "community_clerk", {"n": n})
        previous = acts[-1] if acts else None
        at = START + timedelta(days=n)
        acts.append(next_act(draft, previous, file="SL-2026-0137", at=at, policy="p@1", salt=f"{n:032x}"))
    return acts


def test_what_formats_also_parses() -> None:
    for act in chain(3):
        assert parse_act(format_act(act)) == act
        assert check_document(format_act(act)) == act


def test_a_whole_chain_holds() -> None:
    check_chain(chain(5))
    check_chain([])


@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_an_act_cut_out_breaks_the_chain(missing: int) -> None:
    acts = chain(5)
    del acts[missing]
    with pytest.raises(Refusal, match=r"record\.broken_chain") as refused:
        check_chain(acts)
    assert refused.value.facts["n"] == missing + 1


def test_two_acts_swapped_break_the_chain() -> None:
    first, second, third = chain(3)
    with pytest.raises(Refusal, match=r"record\.broken_chain"):
        check_chain([first, third, second])


@given(st.data())
def test_one_byte_changed_anywhere_is_found(data: st.DataObject) -> None:
    document = format_act(chain(2)[1])
    text = json.dumps(document, ensure_ascii=False).encode()
    at = data.draw(st.integers(min_value=0, max_value=len(text) - 1))
    byte = data.draw(st.integers(min_value=0, max_value=255).filter(lambda value: value != text[at]))
    changed = text[:at] + bytes([byte]) + text[at + 1 :]
    try:
        read = json.loads(changed)
    except ValueError:
        return
    if not isinstance(read, dict) or read == document:
        return
    with pytest.raises(Refusal):
        check_document(read)
