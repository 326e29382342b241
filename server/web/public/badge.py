"""A badge at the door: the page carries the keys, the visitor's own phone does the checking (S7-CRED-07)."""

from __future__ import annotations

import json

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from server.services.devices import public_keys
from server.web.current import current_district
from server.web.public.blueprint import public


@public.get("/check")
def check() -> ResponseReturnValue:
    """The badge's code stays behind ``#`` in the address, which browsers never send."""
    district = current_district()
    return render_template(
        "public/check.html",
        keys=json.dumps(public_keys(district.keys)["credential"]),
        roster_url=url_for("device.roster"),
        stale_days=district.policy.visit.roster_stale_days,
        phone=district.profile.phone,
        demo=district.settings.demo,
    )
