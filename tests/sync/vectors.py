"""What becomes of a revision tree, step by step: the cases of tests/vectors/revisions.

``steps``: ``adopt`` tells a revision with its history, newest first, as replication does; ``edit`` is made
here, on the revision it names, and called ``as``, or ``refused``. Then ``leaves`` (the winner first),
which of them are ``deleted``, ``histories`` as far as they are kept, revisions whose body is ``not_kept``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).parents[1] / "vectors" / "revisions"


def read_vectors() -> list[Any]:
    """Every case as a pytest parameter named after its file and itself."""
    return [
        pytest.param(vector, id=f"{path.stem}: {vector['name']}")
        for path in sorted(_FOLDER.glob("*.json"))
        for vector in json.loads(path.read_text(encoding="utf-8"))
    ]
