"""Other people's CouchDBs, which the store is tested and timed against."""

from __future__ import annotations

from pathlib import Path

from tests.sync.processes import ServerProcess

SCRIPT = Path(__file__).parent.parent / "peers" / "express_pouchdb.mjs"


class ExpressPouchDB(ServerProcess):
    """Stock express-pouchdb over PouchDB's LevelDB in ``data``; everybody is administrator."""

    ready = "/"

    @property
    def command(self) -> list[str]:
        return ["node", str(SCRIPT), str(self.data), str(self.port)]
