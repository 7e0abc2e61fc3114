"""
A certificate authority of the office's own, for places that no public authority certifies.

It can vouch for nothing but this machine's names and addresses (and those of private networks):
whoever trusts it on a phone risks nothing elsewhere, even if its key were stolen.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS = timedelta(days=3650)
SERVER = timedelta(days=825)  # phones accept no longer ones
EARLIER = timedelta(days=1)  # clocks of phones may be behind
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
AUTHORITY, AUTHORITY_KEY = "authority.crt", "authority.key"
SERVER_CERTIFICATE, SERVER_KEY = "server.crt", "server.key"


@dataclass(frozen=True)
class Read:
    """What a certificate file says."""

    until: datetime
    names: tuple[str, ...]
    fingerprint: str  # SHA-256 in pairs, as browsers and phones show it

    @property
    def pairs(self) -> list[str]:
        """The fingerprint in pairs of signs."""
        return self.fingerprint.split(":")

    def days(self, now: datetime) -> int:
        """Days until it ends."""
        return (self.until - now).days


def own_addresses() -> list[str]:
    """Addresses by which this machine is reached in its network; nothing is sent anywhere."""
    found = set()
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # of a datagram: asks only for the way there
            except OSError:
                continue
            found.add(probe.getsockname()[0].partition("%")[0])
    return sorted(found)


def names_of(hosts: Sequence[str]) -> list[str]:
    """The names and addresses of the allowed hosts, without patterns and brackets."""
    found = []
    for host in hosts:
        name = host.strip().strip("[]")
        if name and name != "*":
            found.append(name.removeprefix("."))
    return list(dict.fromkeys(found))


def read(path: Path) -> Read:
    """Read a certificate file."""
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    try:
        value: Any = certificate.extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        ).value
        names = [str(each.value) for each in value]
    except x509.ExtensionNotFound:
        names = []
    mark = certificate.fingerprint(hashes.SHA256()).hex().upper()
    pairs = ":".join(mark[at : at + 2] for at in range(0, len(mark), 2))
    return Read(certificate.not_valid_after_utc, tuple(names), pairs)


def make(folder: Path, names: Sequence[str], *, place: str, now: datetime | None = None) -> None:
    """A server's certificate for these names; the authority too, unless it can vouch for them."""
    moment = now or datetime.now(UTC)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not _vouches(folder, names, moment):
        _make_authority(folder, names, place, moment)
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    signer: Any = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(moment + SERVER - EARLIER, authority.not_valid_after_utc)
    certificate = (
        _begun(f"{place} {names[0]}"[:64], authority.subject, key, moment, until)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signing=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write(folder / SERVER_KEY, _key(key), secret=True)
    chain = certificate.public_bytes(serialization.Encoding.PEM)
    _write(folder / SERVER_CERTIFICATE, chain, secret=False)


def _make_authority(folder: Path, names: Sequence[str], place: str, moment: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Lianxin {place}"[:64])])
    certificate = (
        _begun(f"Lianxin {place}"[:64], name, key, moment, moment + YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signing=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder / AUTHORITY_KEY, _key(key), secret=True)
    _write(folder / AUTHORITY, certificate.public_bytes(serialization.Encoding.PEM), secret=False)


def _begun(name: str, issuer: Any, key: Any, start: datetime, end: datetime) -> Any:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - EARLIER)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signing,
        key_cert_sign=signing,
        crl_sign=signing,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternatives(names: Sequence[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name.encode("idna").decode()))
    return found


def _permitted(names: Sequence[str]) -> list[x509.GeneralName]:
    """The names themselves, the addresses themselves, and private networks."""
    permitted: list[x509.GeneralName] = [
        x509.IPAddress(ipaddress.ip_network(network)) for network in PRIVATE
    ]
    for each in _alternatives(names):
        if isinstance(each, x509.IPAddress):
            if not _is_private(each.value):
                permitted.append(x509.IPAddress(ipaddress.ip_network(each.value)))
        else:
            permitted.append(each)
    if not any(isinstance(each, x509.DNSName) for each in permitted):
        permitted.append(x509.DNSName("localhost"))  # else it could vouch for every name
    return permitted


def _is_private(address: Any) -> bool:
    return any(
        address in network
        for network in map(ipaddress.ip_network, PRIVATE)
        if network.version == address.version
    )


def _vouches(folder: Path, names: Sequence[str], moment: datetime) -> bool:
    """Whether the authority that is there is valid long enough and may vouch for these names."""
    if not (folder / AUTHORITY).exists() or not (folder / AUTHORITY_KEY).exists():
        return False
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    if authority.not_valid_after_utc < moment + timedelta(days=90):
        return False
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = set(limits.permitted_subtrees or ())
    return set(_permitted(names)) <= permitted


def _key(key: Any) -> bytes:
    found: bytes = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return found


def _write(path: Path, content: bytes, *, secret: bool) -> None:
    """Whole or not at all, with the rights it needs from its first byte on."""
    half = path.with_suffix(path.suffix + ".part")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600 if secret else 0o644)
    half.write_bytes(content)
    half.replace(path)
