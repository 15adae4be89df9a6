"""Check a raw ECDSA signature against the certificate it claims."""

from __future__ import annotations

from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature


def verify_es256(data: bytes, signature: bytes, chain_pem: str) -> bool:
    """Return whether ``signature`` (64 bytes, r‖s) over ``data`` is the first certificate's.

    Each certificate of the chain must be issued by the next. A malformed chain or signature
    is a no. Dates are not looked at: what was signed in time stays signed.
    """
    try:
        chain = x509.load_pem_x509_certificates(chain_pem.encode())
        for issued, issuer in pairwise(chain):
            issued.verify_directly_issued_by(issuer)
        key = chain[0].public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or len(signature) != 64:
            return False
        r, s = (int.from_bytes(half) for half in (signature[:32], signature[32:]))
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
