"""The mutation gate: with a check of the server taken out, a named test turns red."""
