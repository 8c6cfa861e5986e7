"""Rosters as forty villages send them: each kind of mess made by code, with the answer that a check must give."""
