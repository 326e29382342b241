"""Where express-pouchdb does not answer as CouchDB 3.5 does, or not at all: which tests, and why.

Each must fail there, or it is out of date (``conftest.py``), and be a test that there is (``test_peers.py``).
"""

from __future__ import annotations

import pytest

# Reason → tests, by file and name; in brackets a case, when other cases hold; a star stands for any ending.
DIFFERENCES: dict[str, tuple[str, ...]] = {
    "Everybody is administrator, sessions are for users of its own": (
        "test_access.py::test_nobody_reads_a_new_database",
        "test_access.py::test_admin_only_endpoints_refuse_nobody",
        "test_access.py::test_a_cookie_session_begins_and_ends",
        "test_server_requests.py::test_names_that_no_database_may_have",
        "test_server_requests.py::test_a_session_from_a_form",
        "test_server_requests.py::test_a_session_of_nobody",
        "test_server_requests.py::test_a_client_names_the_challenge_it_wants",
        "test_server_requests.py::test_a_cookie_that_holds_goes_before_a_password",
        "test_server_requests.py::test_who_may_keep_house",
    ),
    "It says who it is, and its requests have no numbers": (
        "test_databases.py::test_the_server_introduces_itself",
        "test_server_requests.py::test_a_request_is_numbered",
    ),
    "It has no _purge, _design_docs, _local_docs or _dbs_info, no lists of several queries": (
        "test_bulk.py::test_a_purge_has_limits",
        "test_bulk.py::test_what_a_purge_took_is_noted",
        "test_databases.py::test_a_purge_leaves_no_trace",
        "test_lists.py::test_a_list_by_range[_design_docs]",
        "test_lists.py::test_a_list_by_range[_local_docs]",
        "test_lists.py::test_the_query_overrules_the_body[_design_docs]",
        "test_lists.py::test_the_query_overrules_the_body[_local_docs]",
        "test_lists.py::test_a_list_of_designs_counts_designs",
        "test_lists.py::test_several_queries_in_one_request",
        "test_lists.py::test_information_on_databases_by_name",
    ),
    "The limit of revisions cannot be set": (
        "test_documents.py::test_old_revisions_are_stemmed_at_the_limit",
        "test_revision_vectors.py::test_vectors[stemming: *",
        "test_revision_vectors.py::test_vectors[editing: edits are stemmed too]",
    ),
    "Deleted leaves are not named as conflicts, a deleted document is missing, not deleted": (
        "test_documents.py::test_a_deleted_document_is_gone_and_may_come_back",
        "test_documents.py::test_deleted_leaves_are_named_when_asked_for",
        "test_revision_vectors.py::test_vectors[editing: a conflict is resolved by deleting the losing leaf]",
        "test_revision_vectors.py::test_vectors[editing: deleting the winner lets the other leaf win]",
        "test_revision_vectors.py::test_vectors[merging: a branch from below a deleted leaf *",
        "test_revision_vectors.py::test_vectors[winning: a living leaf beats a longer deleted one]",
        "test_revision_vectors.py::test_vectors[winning: a deleted leaf of the same length *",
        "test_revision_vectors.py::test_vectors[editing: it comes back on top of the winning tombstone]",
        "test_revision_vectors.py::test_vectors[editing: nothing builds on a tombstone by its name *",
        "test_revision_vectors.py::test_vectors[editing: a deleted document is not deleted again]",
        "test_revision_vectors.py::test_vectors[winning: among deleted leaves the longest wins]",
        "test_revision_vectors.py::test_vectors[winning: the last living leaf is deleted: *",
    ),
    "Lines of a tree are not put together, hashes are compared as text, latest is one leaf": (
        "test_documents.py::test_the_latest_of_a_revision_are_the_leaves_built_on_it",
        "test_revision_vectors.py::test_vectors[merging: a history joins the line that starts first]",
        "test_revision_vectors.py::test_vectors[merging: what others were built on, *",
        "test_revision_vectors.py::test_vectors[winning: a hash of thirty-two signs *",
    ),
    "_revs_diff names no ancestors, and misses what has no body": (
        "test_databases.py::test_what_is_missing_here",
        "test_databases.py::test_a_revision_that_is_here_is_not_missing",
        "test_revision_vectors.py::test_vectors[merging: one line]",
        "test_revision_vectors.py::test_vectors[merging: a history with an unknown start *",
        "test_revision_vectors.py::test_vectors[winning: a conflict: the longer history wins]",
    ),
    "Attachments have no ranges, no check of a digest, no parts to send or to get": (
        "test_attachment_requests.py::test_a_range_that_is_none_or_everything_is_answered_whole",
        "test_attachment_requests.py::test_a_range_beyond_the_content_is_refused",
        "test_attachment_requests.py::test_several_ranges_come_in_parts",
        "test_attachment_requests.py::test_a_packed_content_has_no_ranges",
        "test_attachments.py::test_ranges",
        "test_attachments.py::test_a_wrong_digest_is_refused_and_leaves_nothing",
        "test_attachments.py::test_a_document_and_its_attachments_in_one_request",
        "test_attachments.py::test_a_gzipped_attachment_is_stored_as_it_came",
        "test_attachments.py::test_open_revisions_in_parts",
        "test_bulk.py::test_a_bulk_get_in_parts_brings_contents",
        "test_document_requests.py::test_contents_travel_in_parts_unless_json_is_asked_for",
        "test_document_requests.py::test_open_revisions_in_parts_bring_all_contents",
    ),
    "Attachments have no atts_since, no type of their own when none was sent, other refusals": (
        "test_attachments.py::test_attachments_since_a_revision_the_client_has",
        "test_attachment_requests.py::test_an_attachment_without_a_type_is_bytes",
        "test_attachment_requests.py::test_which_refusal_an_attachment_meets",
        "test_attachment_requests.py::test_attachment_names",
        "test_document_requests.py::test_a_stub_of_another_generation_is_missing",
    ),
    "ETags are weak ones of the answer, If-Match and other headers are not read": (
        "test_documents.py::test_a_document_comes_back_as_it_was_sent",
        "test_documents.py::test_a_revision_may_be_named_in_a_header",
        "test_document_requests.py::test_etags_are_for_what_only_a_new_revision_changes",
        "test_document_requests.py::test_revisions_named_twice_must_agree",
        "test_document_requests.py::test_a_client_that_knows_only_post",
        "test_document_requests.py::test_a_body_may_come_packed",
    ),
    "A slash in the name of a database is left out": (
        "test_databases.py::test_a_slashed_name_from_a_client_that_always_names_a_type",
    ),
    "Numbers are JavaScript's": ("test_documents.py::test_a_number_has_as_many_digits_as_were_sent",),
    "Changes have neither pending nor _local_seq, another order of leaves, no time-out, no events": (
        "test_documents.py::test_a_document_says_when_it_was_written_here",
        "test_databases.py::test_changes_say_how_many_are_left",
        "test_databases.py::test_changes_with_every_leaf_or_only_some_documents",
        "test_databases.py::test_a_longpoll_without_news_ends_in_time",
        "test_feeds.py::test_a_long_poll_that_ends_without_news_loses_no_change",
        "test_databases.py::test_a_continuous_feed_goes_on",
        "test_databases.py::test_an_event_stream",
        "test_databases.py::test_updates_of_databases",
        "test_lists.py::test_the_design_filter_of_changes",
        "test_lists.py::test_where_changes_begin",
    ),
    "Options of lists are read otherwise, or not": (
        "test_lists.py::test_a_list_by_keys_names_what_is_not_there",
        "test_lists.py::test_databases_are_listed_by_range",
        "test_document_requests.py::test_what_is_neither_true_nor_false_is_ignored",
    ),
    "new_edits in a PUT, batch=ok, a copy and a deletion are answered otherwise": (
        "test_documents.py::test_a_deletion_names_what_it_deletes",
        "test_documents.py::test_new_edits_false_in_a_put",
        "test_documents.py::test_batch_ok_answers_without_a_revision",
        "test_documents.py::test_copying_a_document",
        "test_document_requests.py::test_a_copy_names_its_source_and_its_target",
        "test_document_requests.py::test_a_deletion_is_answered_as_one",
        "test_document_requests.py::test_the_address_gives_the_id",
    ),
    "Local documents in bulk are written as others; rows come in another order; all_or_nothing is ignored": (
        "test_bulk.py::test_local_documents_are_never_among_the_others",
        "test_bulk.py::test_rows_of_a_bulk_are_in_the_order_of_its_documents",
        "test_bulk.py::test_all_or_nothing_is_given_up",
    ),
    "A question of _bulk_get that cannot be answered fails all of them, or is never answered": (
        "test_bulk.py::test_each_question_of_a_bulk_get_is_answered_by_itself",
        "test_bulk.py::test_a_bulk_get_takes_no_question_in_its_query",
        "test_databases.py::test_many_documents_in_one_request",
    ),
    "A hundred thousand revisions keep it busy for a minute": (
        "test_documents.py::test_a_hundred_thousand_revisions_are_taken_and_stemmed",
    ),
    "What cannot be meant is taken, refused with other words, or a 500": (
        "test_bulk.py::test_a_malformed_bulk_is_refused[no-docs]",
        "test_bulk.py::test_a_malformed_bulk_is_refused[docs-type]",
        "test_bulk.py::test_a_malformed_bulk_is_refused[new-edits-type]",
        "test_bulk.py::test_a_malformed_bulk_is_refused[document-type]",
        "test_bulk.py::test_missing_revisions_of_what_is_asked_wrongly",
        "test_databases.py::test_bulk_takes_and_refuses_each_by_itself",
        "test_databases.py::test_databases_are_made_listed_and_deleted",
        "test_databases.py::test_security_is_kept_as_it_was_set",
        "test_document_requests.py::test_a_malformed_document_is_refused",
        "test_document_requests.py::test_new_edits_false_needs_a_revision",
        "test_documents.py::test_a_document_over_the_limit_is_refused",
        "test_documents.py::test_bad_documents_are_refused_and_leave_nothing[not-utf8]",
        "test_documents.py::test_bad_documents_are_refused_and_leave_nothing[special-member]",
        "test_documents.py::test_bad_documents_are_refused_and_leave_nothing[base64]",
        "test_documents.py::test_bad_documents_are_refused_and_leave_nothing[attachments-type]",
        "test_lists.py::test_a_body_that_is_no_list_of_options_is_refused",
        "test_lists.py::test_a_feed_that_cannot_be_read_is_refused",
        "test_lists.py::test_a_filter_that_is_none_is_refused_as_such[deleted-design]",
        "test_lists.py::test_a_filter_that_is_none_is_refused_as_such[no-filter]",
        "test_lists.py::test_a_filter_that_is_none_is_refused_as_such[no-view*",
        "test_lists.py::test_a_filter_that_is_none_is_refused_as_such[view-*",
        "test_lists.py::test_a_filter_that_is_none_is_refused_as_such[filter-*",
        "test_lists.py::test_a_filter_that_is_none_is_refused_as_such[no-builtin]",
        "test_lists.py::test_an_option_that_cannot_be_read_is_refused",
        "test_server_requests.py::test_a_database_of_an_impossible_shape_is_refused",
        "test_server_requests.py::test_a_method_that_is_not_meant_here",
        "test_server_requests.py::test_a_post_says_that_it_is_json",
        "test_server_requests.py::test_a_post_to_a_document_is_the_form_of_a_browser",
        "test_server_requests.py::test_uuids",
    ),
    "A body is JSON only where the request says so": (
        "test_documents.py::test_a_slash_in_the_id_of_a_new_document_whatever_type_curl_names"
        "[application/x-www-form-urlencoded]",
    ),
}


def reason_for(test: pytest.Function) -> str | None:
    """Why the test fails against express-pouchdb, None when it should hold there too."""
    case = test.callspec.id.partition("-pouchdb")[2].removeprefix("-")
    name = f"{test.path.name}::{test.originalname}[{case}]"
    found = (reason for reason, entries in DIFFERENCES.items() for one in entries if is_named(name, one))
    return next(found, None)


def is_named(name: str, entry: str) -> bool:
    """Whether an entry means a test, ``file::function[case]``."""
    if entry.endswith("*"):
        return name.startswith(entry[:-1])
    return entry in (name, name.partition("[")[0])
