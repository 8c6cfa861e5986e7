"""What `python3 dev.py` does: set up, build, serve, check and test.

Only the standard library is imported here, because these modules run before anything is installed. What
needs installed packages lives in `devtools/inside/` and runs with the Python of `.venv`.
"""
