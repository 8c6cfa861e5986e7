"""Serves on Windows, where gunicorn does not run.

`python -m devtools.inside.serve --host H --port P [--certfile F --keyfile F]`
"""

import argparse

from werkzeug.serving import run_simple

from server import create_app


def main() -> None:
    """Serve until stopped, a thread a request."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--host", required=True)
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--certfile")
    asked.add_argument("--keyfile")
    given = asked.parse_args()
    secure = (given.certfile, given.keyfile) if given.certfile else None
    run_simple(given.host, given.port, create_app(), threaded=True, ssl_context=secure)


if __name__ == "__main__":
    main()
