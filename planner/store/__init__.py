"""What is remembered: halls as immutable revisions in one SQLite file.

A revision is never changed. A hall's head moves only from the revision the writer saw, so
that of two people who save at once the second is told, and nothing is lost. Revisions form
a chain of hashes: one that was tampered with is found by `Store.verify`.
"""

from planner.store.changes import Change, changes
from planner.store.store import ConflictError, Hall, Revision, Store

__all__ = ["Change", "ConflictError", "Hall", "Revision", "Store", "changes"]
