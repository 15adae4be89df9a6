"""Whether a museum's certificate and key can sign: what C2PA asks, told before it refuses."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from generation.errors import SigningRefused
from generation.types import Words

# What a signer's certificate may be made for (C2PA 2 §14.4): e-mail, documents, C2PA claims.
PURPOSES = (
    ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
    "1.3.6.1.5.5.7.3.36",
    "1.3.6.1.4.1.62558.2.1",
)
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_RSA_BITS = 2048

EXPIRED = Words(
    "Срок сертификата подписи истёк. Получите новый: подписать файл этим нельзя.",
    "The signing certificate has expired. Get a new one: this one cannot sign.",
)
_UNREADABLE = Words(
    "Это не цепочка сертификатов в PEM. Нужны сертификат музея и за ним те, кем он подписан.",
    "This is not a chain of certificates in PEM. The museum's own is needed first, then its "
    "issuers.",
)
_EARLY = Words(
    "Срок сертификата подписи ещё не начался. Проверьте часы сервера.",
    "The signing certificate is not valid yet. Check the server's clock.",
)
_ORDER = Words(
    "Цепочка сертификатов не сходится: каждый должен быть подписан следующим.",
    "The chain of certificates does not hold: each must be signed by the next.",
)
_PURPOSE = Words(
    "Сертификат выдан не для подписи файлов. Нужно назначение emailProtection, "
    "documentSigning или C2PA, использование ключа digitalSignature, не центр сертификации.",
    "The certificate was not made for signing files. It needs the purpose emailProtection, "
    "documentSigning or C2PA, key usage digitalSignature, and must not be an authority.",
)
_SEC1 = Words(
    "Ключ записан как SEC1 («BEGIN EC PRIVATE KEY»). Переведите его в PKCS#8: "
    "openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem",
    "The key is SEC1 (“BEGIN EC PRIVATE KEY”). Turn it into PKCS#8: "
    "openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem",
)
_KEY = Words(
    "Ключ не читается. Нужен ключ PKCS#8 в PEM («BEGIN PRIVATE KEY») без пароля.",
    "The key cannot be read. A PKCS#8 key in PEM (“BEGIN PRIVATE KEY”) without a password is "
    "needed.",
)
_STRANGER = Words("Ключ не от этого сертификата.", "The key does not belong to this certificate.")
_ALGORITHM = Words(
    "Таким ключом C2PA не подписывает. Подойдут P-256, P-384, P-521, Ed25519 и RSA от 2048 бит.",
    "C2PA does not sign with such a key. P-256, P-384, P-521, Ed25519 and RSA from 2048 bits do.",
)
ONLY_ES256 = Words(
    "Живой поток подписывается только ключом P-256 (ES256), а этот сертификат другого рода.",
    "A live stream is signed with a P-256 key (ES256) only; this certificate is of another kind.",
)


def read_chain(pem: bytes, now: datetime) -> list[x509.Certificate]:
    """Return the certificates, the signer's first, when they can sign. Raises SigningRefused."""
    try:
        chain = x509.load_pem_x509_certificates(pem)
        leaf_fits = _fits(chain[0])
    except ValueError as error:
        raise SigningRefused(_UNREADABLE) from error
    if any(one.not_valid_after_utc <= now for one in chain):
        raise SigningRefused(EXPIRED)
    if any(one.not_valid_before_utc > now for one in chain):
        raise SigningRefused(_EARLY)
    if not leaf_fits:
        raise SigningRefused(_PURPOSE)
    for one, issuer in pairwise(chain):
        _issued(one, issuer)
    return chain


def check_anchors(pem: bytes) -> None:
    """Raise SigningRefused unless these are certificates in PEM."""
    try:
        x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise SigningRefused(_UNREADABLE) from error


def algorithm(certificate: x509.Certificate) -> str:
    """Return how C2PA names the signature of this certificate's key. Raises SigningRefused."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _RSA_BITS:
        return "ps256"
    raise SigningRefused(_ALGORITHM)


def match(certificate: x509.Certificate, key: bytes) -> str:
    """Return the algorithm of a PKCS#8 key that belongs to it. Raises SigningRefused."""
    if b"EC PRIVATE KEY" in key or b"RSA PRIVATE KEY" in key:
        raise SigningRefused(_SEC1)
    try:
        public = serialization.load_pem_private_key(key, None).public_key()
    except (ValueError, TypeError) as error:  # TypeError: it has a password
        raise SigningRefused(_KEY) from error
    if _spki(public) != _spki(certificate.public_key()):
        raise SigningRefused(_STRANGER)
    return algorithm(certificate)


def _fits(leaf: x509.Certificate) -> bool:
    """Return whether the certificate may sign files."""
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
        purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return (
        usage.digital_signature
        and any(purpose.dotted_string in PURPOSES for purpose in purposes)
        and not _authority(leaf)
    )


def _authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _issued(one: x509.Certificate, issuer: x509.Certificate) -> None:
    try:
        one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise SigningRefused(_ORDER) from error


def _spki(key: object) -> bytes:
    return key.public_bytes(  # type: ignore[attr-defined,no-any-return]
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
