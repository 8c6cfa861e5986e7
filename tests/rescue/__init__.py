"""Rescue on the server: envelopes, bringing them in, deciding on what waits."""
