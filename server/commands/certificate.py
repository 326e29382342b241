"""A certificate of one's own for ``make demo HTTPS=1``: a tablet's camera and service worker need HTTPS.

``python -m server.commands.certificate --data DIR`` keeps ``DIR/tls/{ca.crt,server.crt,server.key,host}``.
The authority that signs is made for this one certificate: its key is never written, and it may sign for no
other names (RFC 5280 §4.2.1.10), so that trusting it on a tablet trusts nothing else.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.commands.options import choose

LIFETIME: Final = timedelta(days=397)  # the longest browsers accept
RENEWAL: Final = timedelta(days=30)
_EARLIER: Final = timedelta(hours=1)  # a tablet's clock may be slow


@dataclass(frozen=True)
class Made:
    """PEM texts: the authority to trust, the server's certificate, and its key."""

    authority: bytes
    certificate: bytes
    key: bytes


def make_certificate(address: str, now: datetime) -> Made:
    """A certificate for localhost and ``address``, signed by an authority that can sign nothing else."""
    names = _names(address)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name = _name("Ruhu demonstration authority")
    authority = (
        _builder(authority_name, authority_name, authority_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints([_constraint(name) for name in names], None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(authority_key, SHA256())
    )
    certificate = (
        _builder(_name("Ruhu demonstration"), authority_name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, SHA256())
    )
    return Made(
        authority.public_bytes(Encoding.PEM),
        certificate.public_bytes(Encoding.PEM),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def find_address() -> str:
    """This machine's address in its local network; loopback where it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address of no host
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def keep_certificate(folder: Path, address: str, now: datetime) -> bool:
    """Writes the files unless they are there, for this address and good for a while; says whether it did."""
    if _is_good(folder, address, now):
        return False
    made = make_certificate(address, now)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / "server.key", made.key, 0o600)
    _write(folder / "server.crt", made.certificate, 0o644)
    _write(folder / "ca.crt", made.authority, 0o644)
    _write(folder / "host", address.encode("ascii"), 0o644)
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description="make a certificate for a demonstration over HTTPS")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args().data / "tls"
    keep_certificate(folder, find_address(), datetime.now(UTC))
    authority = folder / "ca.crt"
    print(
        choose(
            f"平板要先信任这张根证书：把 {authority} 拷到平板，在“设置 → 安全 → 加密与凭据 → "
            "安装证书 → CA 证书”里装上。它只管这一台机器的地址，用完可以在同一处删掉。",
            f"The tablet must trust this authority first: copy {authority} to it and install it under "
            "Settings → Security → Encryption & credentials → Install a certificate → CA certificate. "
            "It vouches for this one machine's address and can be removed in the same place.",
        )
    )


def _is_good(folder: Path, address: str, now: datetime) -> bool:
    try:
        same = (folder / "host").read_text("ascii") == address
        certificate = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    except (OSError, ValueError):
        return False
    return same and (folder / "server.key").is_file() and certificate.not_valid_after_utc - now > RENEWAL


def _write(path: Path, content: bytes, mode: int) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _names(address: str) -> list[x509.GeneralName]:
    addresses = dict.fromkeys(["127.0.0.1", address])
    return [x509.DNSName("localhost"), *(x509.IPAddress(ipaddress.ip_address(one)) for one in addresses)]


def _constraint(name: x509.GeneralName) -> x509.GeneralName:
    """A name as a constraint writes it: an address with the mask of one host."""
    if isinstance(name, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(str(name.value)))
    return name


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now - _EARLIER + LIFETIME)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


if __name__ == "__main__":
    main()
