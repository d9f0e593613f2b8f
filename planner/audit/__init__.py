"""One layout judged by rule packs: findings, notes, scores."""

from planner.audit.judge import Audit, Judged, audit
from planner.audit.score import Score, Standing, score

__all__ = ["Audit", "Judged", "Score", "Standing", "audit", "score"]
