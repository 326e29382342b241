"""``ruhu couch`` as a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.sync.processes import ServerProcess

RUHU = Path(sys.executable).parent / "ruhu"


class RuhuCouch(ServerProcess):
    """Its administrator is ``admin`` with the password ``secret``."""

    @property
    def command(self) -> list[str]:
        place = ["--data", str(self.data), "--port", str(self.port)]
        return [str(RUHU), "couch", *place, "--admin", "admin:secret"]
