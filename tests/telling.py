"""How the tests tell a story of the district."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from server.services.district import District

Given = ParamSpec("Given")
Told = TypeVar("Told")


def in_one_go(
    story: Callable[Concatenate[District, Given], Told],
) -> Callable[Concatenate[District, Given], Told]:
    """A story told to its end by one hand: what the district looked up for one step it knows at the next."""

    @wraps(story)
    def tell(district: District, *given: Given.args, **named: Given.kwargs) -> Told:
        with district.remembering():
            return story(district, *given, **named)

    return tell
