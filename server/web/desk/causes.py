"""Causes of poverty and needs by year and community, beside the article's own figures (article 2)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.article_causes import CAUSES_GIVEN, NEEDS_GIVEN, NOT_GIVEN, SOURCE
from server.domain.cause import ARTICLE_CAUSES, GROUPS, Share
from server.domain.sheet import format_csv
from server.services.cases import communities_of
from server.services.causes import Distribution, PlaceLine, find_distribution
from server.web.answers import saved_file
from server.web.bar_chart import draw_bars
from server.web.cause_words import AIDS, CAUSES, NEEDS
from server.web.cause_words import GROUPS as GROUP_WORDS
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.employment_words import rate
from server.web.guard import permit
from server.web.language import in_language
from server.web.words import area


@desk.get("/causes")
@permit("cause.read")
def show_causes() -> ResponseReturnValue:
    """What the newest visit of each household in a year says, as bars and as a table."""
    found, asked = _found()
    return render_template(
        "causes/page.html",
        found=found,
        asked=asked,
        chart=draw_bars([line.count for line in found.causes]),
        communities=communities_of(current_district(), current_actor()),
        article=CAUSES_GIVEN,
        article_needs=NEEDS_GIVEN,
        not_given=[in_language(*words) for words in NOT_GIVEN],
        source=in_language(*SOURCE),
        codes=ARTICLE_CAUSES,
        members=GROUPS,
        causes=_spoken(CAUSES),
        groups=GROUP_WORDS,
        needs=NEEDS,
        aids=AIDS,
        rate=rate,
        here="upkeep",
    )


@desk.get("/causes.csv")
@permit("cause.read")
def causes_csv() -> Response:
    """Every distribution of the page in one table, a line a code."""
    found, _ = _found()
    header = [
        gettext("分组"),
        gettext("项目"),
        gettext("户数"),
        gettext("占问过的户"),
        gettext("位次"),
        gettext("第2篇的位次"),
        gettext("第2篇的比例"),
    ]
    return saved_file(format_csv(header, _rows(found)), f"causes-{found.year}.csv")


def _found() -> tuple[Distribution, dict[str, str]]:
    asked = {name: request.args.get(name, "").strip() for name in ("year", "community", "who")}
    year = int(asked["year"]) if asked["year"].isascii() and asked["year"].isdecimal() else 0
    found = find_distribution(
        current_district(), current_actor(), year, asked["community"], receiving=asked["who"] == "receiving"
    )
    return found, asked


def _spoken(words: Mapping[str, object]) -> dict[str, str]:
    """Words in the person's language, once for the hundreds of communities that repeat them."""
    return {code: str(word) for code, word in words.items()}


def _rows(found: Distribution) -> list[list[str]]:
    rows = []
    for title, lines, words, article in (
        (gettext("致贫原因"), found.causes, CAUSES, CAUSES_GIVEN),
        (gettext("原因，照表"), found.details, CAUSES, {}),
        (gettext("原因，归类"), found.groups, GROUP_WORDS, {}),
        (gettext("需要"), found.needs, NEEDS, NEEDS_GIVEN),
        (gettext("急难"), found.aids, AIDS, {}),
    ):
        for line in lines:
            given = article.get(line.code)
            theirs = ["", ""] if given is None else [str(given.rank), rate(given.permille)]
            rows.append([title, str(words[line.code]), *_cells(line), *theirs])
    rows += [_place(gettext("社区"), area(line.place), line) for line in found.communities]
    rows += [_place(gettext("年份"), line.place, line) for line in found.by_year]
    return rows


def _cells(line: Share) -> list[str]:
    return [str(line.count), rate(line.permille), str(line.rank or "")]


def _place(title: str, name: str, line: PlaceLine) -> list[str]:
    """A community or a year: households asked, and each cause with its share in one cell."""
    parts = [f"{CAUSES[code]} {line.counts.get(code, 0)}" for code in ARTICLE_CAUSES]
    return [title, name, str(line.asked), "", "", "；".join(parts), ""]
