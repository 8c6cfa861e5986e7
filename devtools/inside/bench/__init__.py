"""`dev.py bench sync`: the benchmark's work on a real server, beside its floors. Needs the test packages."""
