"""The desk's pages, under ``/desk``."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

desk: Final = Blueprint("desk", __name__, url_prefix="/desk", template_folder="../templates")
