"""The plain page that gives a phone the local authority's certificate, with instructions in both languages.

It has to be plain HTTP, since the phone cannot trust HTTPS from here before it has the certificate; so it serves
these two answers and nothing else. `python -m devtools.inside.authority_page PORT CERTIFICATE ADDRESS`
"""

import html
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import segno

CERTIFICATE = "/ruhu-authority.crt"


def page(address: str) -> bytes:
    """The instructions as an HTML page; `address` is the HTTPS address that works afterwards."""
    text = (Path(__file__).parent / "authority_page.html").read_text(encoding="utf-8")
    picture = segno.make(address).svg_inline(scale=5)
    return text.replace("{address}", html.escape(address)).replace("{picture}", picture).encode()


def handler(certificate: bytes, address: str) -> type[BaseHTTPRequestHandler]:
    """A request handler class that knows two paths: `/` and the certificate."""
    answers = {
        "/": ("text/html; charset=utf-8", page(address)),
        CERTIFICATE: ("application/x-x509-ca-cert", certificate),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path.split("?")[0])
            if found is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", found[0])
            self.send_header("Content-Length", str(len(found[1])))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.end_headers()
            self.wfile.write(found[1])

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler


if __name__ == "__main__":
    served = handler(Path(sys.argv[2]).read_bytes(), sys.argv[3])
    ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), served).serve_forever()
