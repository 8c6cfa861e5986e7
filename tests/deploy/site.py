"""The shipped nginx site, started as it is but for ports, certificate and folders."""

from __future__ import annotations

import datetime
import re
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devtools.places import ROOT
from tests.journeys.serving import free_port
from tests.journeys.waiting import until

CONFIG = ROOT / "deploy" / "nginx" / "ruhu.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NAME = "localhost"
MAIN = """
{user}
daemon off;
worker_processes 1;
error_log {folder}/main.log;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/ruhu.conf;
}}
"""


class Site:
    """nginx in front of a server on port `upstream`, in a folder of its own."""

    def __init__(self, folder: Path, upstream: int, *, as_root: bool) -> None:
        self.folder, self.plain, self.secure = folder, free_port(), free_port()
        self.authority = folder / "cert.pem"
        self._process: subprocess.Popen[bytes] | None = None
        certify(self.authority, folder / "key.pem")
        text = CONFIG.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^ *listen \[::\].*\n", "", text)  # not every machine has IPv6
        for pattern, here in (
            (r"listen 80;", f"listen 127.0.0.1:{self.plain};"),
            (r"listen 443 ssl", f"listen 127.0.0.1:{self.secure} ssl"),
            (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{upstream};"),
            (r"ruhu\.example\.cn;", f"{NAME};"),
            (r"/etc/letsencrypt/\S+/fullchain\.pem", str(self.authority)),
            (r"/etc/letsencrypt/\S+/privkey\.pem", str(folder / "key.pem")),
            (r"/var/log/nginx/", f"{folder}/"),
            (r"/var/cache/nginx-", f"{folder}/cache-"),
            (r"/var/www/letsencrypt", str(folder)),
        ):
            text, found = re.subn(pattern, here, text)
            assert found, f"{CONFIG.name} has no {pattern}"
        (folder / "ruhu.conf").write_text(text, encoding="utf-8")
        main = MAIN.format(folder=folder, user="user root;" if as_root else "")
        (folder / "nginx.conf").write_text(main, encoding="utf-8")

    @property
    def origin(self) -> str:
        """Its address, as a phone has it."""
        return f"https://{NAME}:{self.secure}"

    def command(self, *more: str) -> list[str]:
        """nginx with this site."""
        assert NGINX is not None
        return [
            NGINX,
            "-p",
            str(self.folder),
            "-e",
            f"{self.folder}/main.log",
            "-c",
            f"{self.folder}/nginx.conf",
            *more,
        ]

    def checked(self) -> str:
        """What `nginx -t` says; fails if it is not content."""
        done = subprocess.run(self.command("-t"), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        self._process = subprocess.Popen(self.command())
        until(self._accepts, "nginx takes connections")

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.secure)) == 0

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def context(self) -> ssl.SSLContext:
        """What a phone trusts: this site's certificate alone."""
        return ssl.create_default_context(cafile=str(self.authority))


def certify(certificate: Path, key: Path) -> None:
    """A certificate for this machine that has signed itself."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key.write_bytes(secret.private_bytes(serialization.Encoding.PEM, *private))
