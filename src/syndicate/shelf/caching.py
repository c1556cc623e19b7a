"""How long copies of what lies on a shelf may be kept, in the words of HTTP."""

from __future__ import annotations

#: For names whose bytes never change (RFC 8246).
IMMUTABLE = "public, max-age=31536000, immutable"


def cache_control(max_age_seconds: int, *, stale_if_error_seconds: int = 86_400) -> str:
    """Fresh for that long, then usable for as long again while a cache asks for the new one (RFC 5861)."""
    return (
        f"public, max-age={max_age_seconds}, stale-while-revalidate={max_age_seconds}, "
        f"stale-if-error={stale_if_error_seconds}"
    )
