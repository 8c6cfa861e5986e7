"""A newer list meets what is there: what it changes, what it only says differently, and what it leaves alone."""
