"""The words for acts of the upkeep: everything that happens to a household that receives the guarantee."""

from __future__ import annotations

from typing import Final

UPKEEP_WORDS: Final[dict[str, tuple[str, str]]] = {
    "taken_over": ("从原系统接入", "take over from the system before"),
    "class_set": ("定分类", "set the class"),
    # periodic reviews
    "stopped": ("停发", "stop the guarantee"),
    # payments and recovery
    # employment
}
