"""What residents and tablets open without signing in."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

public: Final = Blueprint("public", __name__, template_folder="../templates")
