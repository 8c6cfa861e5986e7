"""The one failure of backing up and restoring."""

from __future__ import annotations


class BackupProblem(Exception):
    """Why a backup or a restore is refused, in a sentence for whoever gave the command. Nothing was changed."""
