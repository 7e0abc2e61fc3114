"""Our own authority vouches for this site, for so long, and for nothing else."""

import ssl
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from lianxin.config.operate import certificates

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
NAMES = ["lianxin.qingxi.lan", "192.168.3.10"]


@pytest.fixture
def folder(tmp_path):
    certificates.make(tmp_path / "tls", NAMES, place="Qingxi", now=NOW)
    return tmp_path / "tls"


def verified(folder, *, host="", address="", leaf="server.crt"):
    """What OpenSSL, a stranger to our code, says of the certificate."""
    words = ["-verify_hostname", host] if host else ["-verify_ip", address]
    ran = subprocess.run(
        ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-purpose", "sslserver"]
        + [*words, "-CAfile", folder / "authority.crt", folder / leaf],
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode == 0


def test_it_is_valid_for_the_names_and_addresses_and_no_other(folder):
    assert verified(folder, host="lianxin.qingxi.lan")
    assert verified(folder, address="192.168.3.10")
    assert not verified(folder, host="bank.example")
    assert not verified(folder, address="192.168.3.11")


def test_it_lasts_as_long_as_phones_accept(folder):
    read = certificates.read(folder / "server.crt")
    given = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    assert given.not_valid_after_utc - given.not_valid_before_utc <= timedelta(days=825)
    assert read.days(NOW) == 824
    assert read.names == tuple(NAMES)


def test_keys_can_be_read_by_their_owner_only(folder):
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == {
        "authority.crt": 0o644,
        "authority.key": 0o600,
        "server.crt": 0o644,
        "server.key": 0o600,
    }
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_stolen_authority_cannot_vouch_for_another_site(folder):
    forged = _signed_by(folder, "bank.example")
    (folder / "forged.crt").write_bytes(forged)
    assert not verified(folder, host="bank.example", leaf="forged.crt")


def _signed_by(folder, name):
    """A certificate for any name, signed with the authority's key as a thief would."""
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 -- here only
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- here only

    signer = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    authority = x509.load_pem_x509_certificate((folder / "authority.crt").read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    begun = certificates._begun(name, authority.subject, key, NOW, NOW + timedelta(days=30))
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    signed = begun.add_extension(names, critical=False).sign(signer, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


def test_renewing_keeps_the_authority_that_phones_trust(folder):
    before = certificates.read(folder / "authority.crt").fingerprint
    server = certificates.read(folder / "server.crt").fingerprint
    certificates.make(folder, NAMES, place="Qingxi", now=NOW + timedelta(days=700))
    assert certificates.read(folder / "authority.crt").fingerprint == before
    assert certificates.read(folder / "server.crt").fingerprint != server


def test_another_private_address_needs_no_new_authority(folder):
    before = certificates.read(folder / "authority.crt").fingerprint
    certificates.make(folder, [*NAMES, "10.1.2.3"], place="Qingxi", now=NOW)
    assert certificates.read(folder / "authority.crt").fingerprint == before
    assert verified(folder, address="10.1.2.3")


@pytest.mark.parametrize("name", ["lianxin.example.cn", "203.0.113.7"])
def test_another_name_needs_a_new_authority(folder, name):
    before = certificates.read(folder / "authority.crt").fingerprint
    certificates.make(folder, [*NAMES, name], place="Qingxi", now=NOW)
    assert certificates.read(folder / "authority.crt").fingerprint != before


def test_an_authority_near_its_end_is_made_anew(folder):
    before = certificates.read(folder / "authority.crt").fingerprint
    certificates.make(folder, NAMES, place="Qingxi", now=NOW + timedelta(days=3600))
    assert certificates.read(folder / "authority.crt").fingerprint != before


def test_python_can_serve_with_it(folder):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_names_come_from_the_allowed_hosts():
    hosts = ["localhost", "[::1]", "*", ".qingxi.lan", "localhost"]
    assert certificates.names_of(hosts) == ["localhost", "::1", "qingxi.lan"]
