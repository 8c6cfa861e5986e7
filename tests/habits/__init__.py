"""The habits of this project that a test can hold: how files are named, sized, worded and kept apart."""
