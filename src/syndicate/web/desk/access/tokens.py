"""Tokens that let somebody in, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits that fit into a cookie and an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of it: it lets nobody in, and what it was made of cannot be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
