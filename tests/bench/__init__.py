"""Figures of speed: a module ``tests/bench/<subject>.py`` has ``figures()``, ``make bench`` prints them."""
