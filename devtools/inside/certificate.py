"""A local certificate authority and a certificate signed by it, because phones want HTTPS for working offline.

The authority may sign for private networks and this machine only (name constraints), so that a stolen key
opens nothing else on a phone that trusts it. `python -m devtools.inside.certificate FOLDER ADDRESS…`
"""

import datetime
import ipaddress
import os
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8")
AUTHORITY_DAYS = 3650
# Browsers on iOS refuse certificates that live longer than 398 days.
CERTIFICATE_DAYS = 390
RENEW_BEFORE = datetime.timedelta(days=30)
NAME = "Ruhu local authority"


def make(folder: Path, addresses: list[str], hostname: str) -> tuple[Path, Path, Path]:
    """Paths of authority certificate, server certificate and server key; made or renewed only when needed.

    `addresses` are IPv4 texts. Keys are readable by the owner alone (mode 0600). Raises ValueError for an
    address that the authority may not sign for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, 0o700)
    public = folder / "ruhu-authority.crt"
    secret = folder / "authority.key"
    certificate, key = folder / "server.crt", folder / "server.key"
    if not (public.exists() and secret.exists()):
        _new_authority(public, secret, addresses, hostname)
    authority = x509.load_pem_x509_certificate(public.read_bytes())
    names = _names(addresses, hostname)
    _permitted(authority, names)
    if not _still_good(certificate, key, authority, names):
        _new_certificate(certificate, key, authority, secret, names)
    return public, certificate, key


def _names(addresses: list[str], hostname: str) -> list[x509.GeneralName]:
    hosts = dict.fromkeys(["localhost", hostname, hostname.split(".")[0] + ".local"])
    numbers = dict.fromkeys(["127.0.0.1", *addresses])
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts]
    return names + [x509.IPAddress(ipaddress.ip_address(number)) for number in numbers]


def _write_secret(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    os.chmod(path, 0o600)


def _builder(subject: x509.Name, issuer: x509.Name, days: int) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    begun = begun.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
    return begun.not_valid_after(now + datetime.timedelta(days=days))


def _new_authority(public: Path, secret: Path, addresses: list[str], hostname: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME} ({hostname})"[:64])])
    networks = [ipaddress.IPv4Network(network) for network in PRIVATE]
    numbers = [ipaddress.IPv4Address(one) for one in addresses]
    outside = [ipaddress.IPv4Network(one) for one in numbers if not any(one in network for network in networks)]
    permitted: list[x509.GeneralName] = [x509.IPAddress(network) for network in (*networks, *outside)]
    permitted += [x509.DNSName(host) for host in dict.fromkeys(["localhost", "local", hostname])]
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        _builder(name, name, AUTHORITY_DAYS)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_secret(secret, key)
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _permitted(authority: x509.Certificate, names: list[x509.GeneralName]) -> None:
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    networks = [ipaddress.IPv4Network(str(one.value)) for one in allowed if isinstance(one, x509.IPAddress)]
    numbers = [ipaddress.IPv4Address(str(name.value)) for name in names if isinstance(name, x509.IPAddress)]
    for number in numbers:
        if not any(number in network for network in networks):
            raise ValueError(f"the local authority was made for other addresses than {number}")


def _still_good(
    certificate: Path, key: Path, authority: x509.Certificate, names: list[x509.GeneralName]
) -> bool:
    if not (certificate.exists() and key.exists()):
        return False
    held = x509.load_pem_x509_certificate(certificate.read_bytes())
    held_names = list(held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    fresh = held.not_valid_after_utc - datetime.datetime.now(datetime.UTC) > RENEW_BEFORE
    return fresh and held.issuer == authority.subject and set(names) <= set(held_names)


def _new_certificate(
    path: Path, key_path: Path, authority: x509.Certificate, secret: Path, names: list[x509.GeneralName]
) -> None:
    signer = serialization.load_pem_private_key(secret.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ruhu")])
    made = (
        _builder(subject, authority.subject, CERTIFICATE_DAYS)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_secret(key_path, key)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


if __name__ == "__main__":
    try:
        make(Path(sys.argv[1]), sys.argv[3:], sys.argv[2])
    except ValueError as problem:
        sys.exit(f"{problem}: remove {sys.argv[1]}, start again, and install the new authority on the phones")
