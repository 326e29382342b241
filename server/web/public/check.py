"""The page a badge's QR leads to; the code never leaves the resident's own browser."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from server.services.devices import public_keys
from server.web.current import current_district
from server.web.public.blueprint import public


@public.get("/check")
def check() -> ResponseReturnValue:
    district = current_district()
    return render_template(
        "public/check.html",
        keys=public_keys(district.keys)["credential"],
        roster_url=url_for("device.roster"),
        stale_days=district.policy.visit.roster_stale_days,
        phone=district.profile.phone,
    )
