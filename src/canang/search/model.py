"""The fitted decisions: a table of weights in the catalogue, evaluated in plain Python.

``bench/fit_search.py`` fits them and writes ``data/seed/ranking.yaml``; nothing here is set by hand.
"""

import math
import sqlite3
from collections.abc import Mapping

ORDER, ANSWER, THRESHOLDS = "order", "answer", "thresholds"
"""The models of the table: which entry comes before which, whether one is an answer, and from which chance on."""


class Models:
    """Logistic models, each a weight for every feature and one for none (``bias``)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        weights: dict[str, dict[str, float]] = {ORDER: {}, ANSWER: {}, THRESHOLDS: {}}
        for model, feature, weight in connection.execute("SELECT model, feature, weight FROM weights"):
            weights[model][feature] = weight
        self._order = weights[ORDER]
        self._answer = weights[ANSWER]
        self._thresholds = weights[THRESHOLDS]

    def order(self, features: Mapping[str, float]) -> float:
        """What puts entries in order, higher before lower."""
        return _sum(self._order, features)

    def chance(self, features: Mapping[str, float]) -> float:
        """The chance, in 0..1, that an entry is what was asked for."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, _sum(self._answer, features)))))

    def is_answer(self, chance: float) -> bool:
        """Whether the chance is enough to give it as an answer."""
        return chance >= self._thresholds.get("answer", 0.5)

    def is_near(self, chance: float) -> bool:
        """Whether it is enough to say that the entry comes near."""
        return chance >= self._thresholds.get("near", 0.1)


def _sum(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    total = weights.get("bias", 0.0)
    added = 0.0
    for name, value in features.items():
        weight = weights.get(name)
        if weight:
            added += weight * value
    return total + added
