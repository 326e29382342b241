"""Chance that falls the same way each time: for drawing a district, never for secrets."""

from __future__ import annotations

import random


class Dice(random.Random):
    """``random.Random`` by its purpose; keys, salts and codes come from the system's own source."""

    def happens(self, chance: float) -> bool:
        """Whether something with this chance happens."""
        return self.random() < chance
