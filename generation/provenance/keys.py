"""Whose signature: our own chain made at first run, a museum's certificate, or a device's."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from generation.errors import SigningRefused
from generation.provenance import fitness
from generation.provenance.wording import TOOL
from generation.types import Words

WARN_DAYS = 60  # before the end: the museum is told, and our own certificate is made again
_ROOT_DAYS, _LEAF_DAYS = 365 * 20, 365 * 10
_COORDINATE = 32  # bytes of r, and of s
_EARLIER = timedelta(hours=24)  # clocks differ
_OWN, _ROOT, _ROOT_KEY, _SIGNER = "own", "root.pem", "root.key", "signer.pem"

Callback = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs. chain_pem: the signer's own certificate first. key: PKCS#8 PEM, or None
    when ``sign`` does it elsewhere (bytes to sign → DER or r‖s). algorithm: as C2PA names it.
    """

    chain_pem: bytes
    algorithm: str  # es256, es384, es512, ps256 or ed25519
    key: bytes | None = field(default=None, repr=False)  # never in a log
    sign: Callback | None = None

    @property
    def anchor(self) -> bytes:
        """Return the last certificate, PEM: what others must trust to see "trusted"."""
        return _pem(x509.load_pem_x509_certificates(self.chain_pem)[-1])

    def sign_es256(self, data: bytes) -> bytes:
        """Return r‖s, 64 bytes, of an ECDSA P-256 SHA-256 signature: the live seal wants it.

        Raises SigningRefused for a certificate with another kind of key.
        """
        if self.algorithm != "es256":
            raise SigningRefused(fitness.ONLY_ES256)
        if self.sign is not None:
            signature = self.sign(data)
        else:
            key = serialization.load_pem_private_key(self.key or b"", None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
            signature = key.sign(data, ec.ECDSA(hashes.SHA256()))
        if len(signature) == 2 * _COORDINATE:
            return signature
        return b"".join(n.to_bytes(_COORDINATE) for n in decode_dss_signature(signature))


def own_signatory(folder: Path, name: str, now: datetime) -> Signatory:
    """Return this museum's own ES256 signer, made at first run in ``folder``/own (0700).

    A root for 20 years, a signing certificate for 10, made again from the root when 60 days
    are left. Files are 0600 and appear all at once: of two processes one makes the chain and
    both use it. ``name``, the museum's, goes into the certificates. ``now`` has a time zone.
    Raises SigningRefused when the folder cannot be written or its files are damaged.
    """
    own = folder / _OWN
    try:
        if not own.exists():
            _make(own, name or TOOL, now)
        signer = _load(own)
        if days_left(signer.chain_pem, now) <= WARN_DAYS:
            _put(own / _SIGNER, _signer_file(own, name or TOOL, now))
            signer = _load(own)
    except (OSError, ValueError) as error:
        raise _no_keys(folder, error) from error
    return signer


def museum_signatory(chain: bytes, key: bytes, now: datetime) -> Signatory:
    """Return a signer of a museum's own certificate. PEM both, the key PKCS#8, unencrypted.

    Raises SigningRefused for a key that is SEC1, locked or of another certificate, and for a
    chain that has expired, is out of order, or was not made for signing files.
    """
    certificates = fitness.read_chain(chain, now)
    return Signatory(_whole(certificates), fitness.match(certificates[0], key), key=key)


def device_signatory(chain: bytes, sign: Callback, now: datetime) -> Signatory:
    """Return a signer whose key never leaves a device: ``sign`` takes the bytes to sign.

    Raises SigningRefused as ``museum_signatory``.
    """
    certificates = fitness.read_chain(chain, now)
    return Signatory(_whole(certificates), fitness.algorithm(certificates[0]), sign=sign)


def days_left(chain: bytes, now: datetime) -> int:
    """Return whole days until the first certificate of a PEM chain expires; below 0 it has."""
    ends = (one.not_valid_after_utc for one in x509.load_pem_x509_certificates(chain))
    return (min(ends) - now).days


def expiry_words(chain: bytes, now: datetime) -> Words | None:
    """Return what to tell the museum when less than WARN_DAYS are left, else None."""
    left = days_left(chain, now)
    if left > WARN_DAYS:
        return None
    if left < 0:
        return fitness.EXPIRED
    return Words(
        f"Дней до конца сертификата подписи: {left}. Замените его: подписанные им файлы "
        "потом перестанут проверяться.",
        f"Days until the signing certificate ends: {left}. Replace it: files signed with it "
        "will stop verifying after that.",
    )


def _no_keys(folder: Path, error: Exception) -> SigningRefused:
    reason = getattr(error, "strerror", None) or str(error)
    return SigningRefused(
        Words(
            f"Ключи подписи в папке {folder} не читаются или не пишутся ({reason}). Верните их "
            "из резервной копии или проверьте права на папку.",
            f"The signing keys in the folder {folder} cannot be read or written ({reason}). "
            "Restore them from a backup, or check who may write there.",
        )
    )


def _make(own: Path, name: str, now: datetime) -> None:
    """Make root and signer beside, then give them their name at once: the second to come
    finds the name taken and throws its own away."""
    own.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=own.parent, prefix=f".{_OWN}-"))  # 0700
    try:
        key = ec.generate_private_key(ec.SECP256R1())
        root = _certificate(f"{name}: root", name, key, now, _ROOT_DAYS, None)
        _put(beside / _ROOT_KEY, _pkcs8(key))
        _put(beside / _ROOT, _pem(root))
        _put(beside / _SIGNER, _signer_file(beside, name, now))
        beside.rename(own)
    except OSError:
        if not (own / _SIGNER).exists():
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _signer_file(own: Path, name: str, now: datetime) -> bytes:
    """Return a new key and its chain in one file, so that one can never be without the other."""
    root = x509.load_pem_x509_certificate((own / _ROOT).read_bytes())
    root_key = serialization.load_pem_private_key((own / _ROOT_KEY).read_bytes(), None)
    assert isinstance(root_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = _certificate(name, name, key, now, _LEAF_DAYS, (root, root_key))
    return _pkcs8(key) + _pem(leaf) + _pem(root)


def _load(own: Path) -> Signatory:
    whole = (own / _SIGNER).read_bytes()
    start = whole.index(b"-----BEGIN CERTIFICATE-----")
    return Signatory(whole[start:], "es256", key=whole[:start])


def _certificate(
    title: str,
    museum: str,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    days: int,
    issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None,
) -> x509.Certificate:
    """A root when it has no issuer, otherwise what C2PA 2 §14.5 asks of a signer's."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, museum[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, title[:64]),
        ]
    )
    signing_key, root = (issuer[1], False) if issuer else (key, True)
    end = now + timedelta(days=days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(min(end, issuer[0].not_valid_after_utc) if issuer else end)
        .add_extension(x509.BasicConstraints(root, 0 if root else None), critical=True)
        .add_extension(_usage(root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), False
        )
    )
    if not root:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(usage, critical=False)
    return builder.sign(signing_key, hashes.SHA256())


def _usage(root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )


def _put(path: Path, data: bytes) -> None:
    """Write a file only its owner may read, on the disk before it has its name."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _whole(certificates: list[x509.Certificate]) -> bytes:
    return b"".join(map(_pem, certificates))


def _pkcs8(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
