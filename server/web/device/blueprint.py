"""The tablets' routes, under ``/device``."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

device: Final = Blueprint("device", __name__, url_prefix="/device")
