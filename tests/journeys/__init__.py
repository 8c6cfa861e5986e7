"""Journeys: what people do with Ruhu from end to end, in a real browser against a real server process."""
