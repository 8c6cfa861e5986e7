"""Parts of dev.py that need installed packages; they run with the Python of .venv, as `python -m devtools.inside.…`."""
