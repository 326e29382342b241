"""A team that is not to go any more: its tasks go, what it began is set aside at once (design §5).

What it sends later is set aside when it comes, with the reason; nothing of it is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from server.domain.errand import Errand
from server.services.district import District
from server.services.errand_tasks import withdraw_errands
from server.services.reconciliation import build_reconciler
from server.services.tasks import outbox_name


def call_off(district: District, errands: Iterable[Errand]) -> None:
    """Takes the tasks of errands away and looks again at the drafts their leads have sent."""
    over = list(errands)
    withdraw_errands(district, over)
    reconciler = build_reconciler(district)
    for errand in over:
        begun = f"visit:{errand.case}:{errand.team.round}:"
        outbox = district.database(outbox_name(errand.team.lead))
        names = [str(one["_id"]) for one in outbox.all(begun, f"{begun}\ufff0", include_docs=False)]
        if names:
            reconciler.look_again(errand.team.lead, names)
