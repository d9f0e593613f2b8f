"""One layout judged by rule packs: findings, notes, scores."""

from planner.audit.judge import Audit, Judged, audit, judge_rule
from planner.audit.score import Score, Standing, score

__all__ = ["Audit", "Judged", "Score", "Standing", "audit", "judge_rule", "score"]
