"""Numbers, codes and standings of papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.case_folds import FOLDS
from server.domain.paper import (
    BASIS,
    PAPER_WORDS,
    PaperCode,
    PaperKind,
    paper_id,
    parse_paper_id,
    printed_number,
    short_digest,
)


@given(st.from_regex(r"[A-Z]{1,6}-\d{4}-\d{3,7}", fullmatch=True), st.integers(0, 9999))
def test_a_paper_is_found_again_by_its_number(case: str, ordinal: int) -> None:
    assert parse_paper_id(paper_id(case, ordinal)) == (case, ordinal)


def test_a_paper_is_numbered_within_the_street_and_the_year() -> None:
    assert printed_number("松", "SL-2026-0137", 3) == "松低保〔2026〕137-3 号"


@given(st.binary(min_size=32, max_size=32), st.text(max_size=60))
def test_a_code_keeps_to_what_a_cheap_camera_reads(digest: bytes, summary: str) -> None:
    code = PaperCode(
        PaperKind.CERTIFICATE, "SL-2026-0137-3", short_digest(digest.hex()), "2026-03-16", summary
    )
    assert len(code.digest) == 22
    assert len(code.claims["w"].encode()) <= 48
    assert summary.startswith(code.claims["w"].removesuffix("…"))


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_has_its_words_and_rests_on_acts_there_are(kind: PaperKind) -> None:
    assert all(PAPER_WORDS[kind])
    if kind not in (
        PaperKind.FAMILY_FILE,
        PaperKind.MINUTES,
        PaperKind.CAMPAIGN,
        PaperKind.SUMMARY,
        PaperKind.REGISTER,
    ):  # of many acts, or of no case
        assert BASIS[kind]
        assert set(BASIS[kind]) <= {"applied", *FOLDS}
