"""dev.py itself: its certificate for phones, its stamps, its errors."""
