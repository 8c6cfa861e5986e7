"""The demonstration town: nobody in it exists, and the same seed makes the same town."""
