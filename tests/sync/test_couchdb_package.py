"""The ``couchdb`` package's own tests against the store, with the ones that cannot apply and why."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.sync.processes import StoreProcess

# What this store says it does not offer (501).
NEEDS_A_VIEW_SERVER = {
    "ViewResults", "query", "test_allrows", "test_basics", "test_batchsizes",
    "test_batchsizes_with_skip", "test_collation", "test_ddoc_info", "test_descending",
    "test_design_docs", "test_empty_doc", "test_include_docs", "test_large_docs", "test_limit",
    "test_list", "test_list_keys", "test_list_view_params", "test_lots_of_docs",
    "test_multiple_rows", "test_new_doc", "test_nullkeys", "test_query", "test_query_multi_get",
    "test_rowrepr", "test_show_docid", "test_show_params", "test_show_urls", "test_startkey",
    "test_update_doc", "test_update_with_unsafe_doc_ids", "test_utf8_encoding", "test_view",
    "test_view_compaction", "test_view_function_objects", "test_view_multi_get",
    "test_viewfield_property",
}  # fmt: skip
NEEDS_MANGO = {
    "test_add_index", "test_changes_conn_usable_selector", "test_changes_usable_selector",
    "test_explain", "test_find", "test_index", "test_remove_index",
}  # fmt: skip
NEEDS_ANOTHER_ENDPOINT = {
    "test_replicate", "test_replicate_continuous",  # _replicate: use `ruhu replicate`
    "test_init_with_resource", "test_init_with_session", "test_server_stats", "test_server_vars",  # _config
    "test_user_management",  # users other than administrators come by token
}  # fmt: skip
# Written for CouchDB 1.x: Apache CouchDB 3.5 answers these as the store does.
OLDER_THAN_COUCHDB_3 = {
    "test_bulk_update_all_or_nothing",  # all_or_nothing was removed in 2.0
    "test_changes", "test_update_seq",  # sequences are no longer numbers since 2.0
    "test_purge",  # purge_seq is null since 2.0
    "test_security",  # a new database is for administrators only since 3.0
}  # fmt: skip
OF_THE_PACKAGE_ITSELF = {
    "test_clobber_1", "test_clobber_2", "test_loader",  # its test data is not in the published package
    "test_basic_auth",  # expects a server at the default port
    "test_timeout_retry",  # expects an answer to take longer than a microsecond
}  # fmt: skip
CANNOT_APPLY = (
    NEEDS_A_VIEW_SERVER | NEEDS_MANGO | NEEDS_ANOTHER_ENDPOINT | OLDER_THAN_COUCHDB_3 | OF_THE_PACKAGE_ITSELF
)


def test_the_couchdb_package_is_content(tmp_path: Path) -> None:
    with StoreProcess(tmp_path / "data", options=("--admin-party",)) as process:
        run = subprocess.run(
            [sys.executable, "-m", "couchdb.tests"],
            env={**os.environ, "COUCHDB_URL": f"{process.url}/"},
            capture_output=True,
            check=False,
            text=True,
            timeout=120,
        )
    failed = set(re.findall(r"^(?:ERROR|FAIL): (\S+)", run.stderr, re.MULTILINE))
    assert "Ran 194 tests" in run.stderr
    assert failed - CANNOT_APPLY == set(), run.stderr
    assert "Application callable raised" not in process.log.read_text()
