"""``dataclasses.replace`` for the records that folds go through.

A case has some forty fields and an act changes two of them: to copy the others as they are takes a tenth of
the time that making a new one takes. For frozen records without ``__post_init__``; types are checked as those
of ``replace``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["changed"]

if TYPE_CHECKING:
    from dataclasses import replace as changed
else:

    def changed(record: Any, /, **fields: Any) -> Any:
        """A record like this one with other ``fields``."""
        kept = record.__dict__
        copy = object.__new__(type(record))
        copied = copy.__dict__
        copied.update(kept)
        copied.update(fields)
        if len(copied) != len(kept):
            raise TypeError(f"{type(record).__name__} has no {fields.keys() - kept.keys()}")
        return copy
