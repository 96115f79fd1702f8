"""A certificate authority of the tests' own, and certificates for loopback."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEAR = timedelta(days=365)


class Authority:
    """``pem`` is what clients must trust; :meth:`issue` makes a server's files."""

    def __init__(self, folder):
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        usual = x509.BasicConstraints(ca=True, path_length=None)
        built = self._build(self._name, self._key.public_key()).add_extension(usual, critical=True)
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        built = built.add_extension(usage, critical=True)
        self.pem = folder / "authority.pem"
        self.pem.write_bytes(_pem(built.sign(self._key, hashes.SHA256())))

    def issue(self, *names):
        """Paths of a certificate for ``names`` (or addresses) and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        built = self._build(subject, key.public_key())
        built = built.add_extension(
            x509.SubjectAlternativeName([_general(name) for name in names]), critical=False
        )
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        built = built.add_extension(identifier, critical=False)
        certificate, secret = self._folder / "server.pem", self._folder / "server.key"
        certificate.write_bytes(_pem(built.sign(self._key, hashes.SHA256())))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return certificate, secret

    def context(self, *names):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, self.issue(*names)))
        return context

    def _build(self, subject, public_key):
        now = datetime.now(UTC)
        built = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name)
        built = built.public_key(public_key).serial_number(x509.random_serial_number())
        built = built.not_valid_before(now - YEAR).not_valid_after(now + YEAR)
        identifier = x509.SubjectKeyIdentifier.from_public_key(public_key)
        return built.add_extension(identifier, critical=False)


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _general(name):
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
