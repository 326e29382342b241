"""The store alone as a process of its own, as ``ruhu couch`` runs it, with what only tests may switch on."""

from __future__ import annotations

import argparse
import json
from functools import partial
from pathlib import Path

from server.serving import serve
from sync.embedded import FolderLock, check_store, create_standalone_app


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--admin", default="admin:secret")
    parser.add_argument("--keys", type=json.loads, default={}, help="kid → public JWK")
    parser.add_argument("--origin", action="append", default=[])
    parser.add_argument("--threads", type=int, default=24)
    parser.add_argument("--waiting", type=int, default=12)
    parser.add_argument("--max-document-bytes", type=int, default=8_000_000)
    parser.add_argument("--max-attachment-bytes", type=int, default=256_000_000)
    parser.add_argument("--admin-party", action="store_true")
    asked = parser.parse_args()
    name, _, password = asked.admin.partition(":")
    with FolderLock(asked.data / "lock"):
        check_store(asked.data)
        loader = partial(
            create_standalone_app,
            asked.data,
            {name: password},
            token_keys=asked.keys,
            origins=tuple(asked.origin),
            waiting=asked.waiting,
            max_document_bytes=asked.max_document_bytes,
            max_attachment_bytes=asked.max_attachment_bytes,
            everybody_is_admin_in_tests=asked.admin_party,
        )
        serve(loader, host="127.0.0.1", port=asked.port, threads=asked.threads)


if __name__ == "__main__":
    main()
