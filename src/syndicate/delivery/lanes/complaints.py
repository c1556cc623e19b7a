"""Whether so many mails were refused that the mail, or the list, must be wrong. Pure."""

from __future__ import annotations

from collections import Counter

#: An edition is held when more than this share of the mails that were tried was refused …
REFUSED_SHARE = 0.05
#: … once so many were tried; and when so many could not even be made, and none could.
REFUSED_SAMPLE = 20


def complaint(*, tried: int, refused: int, unmade: int, refused_share: float) -> str | None:
    """Why the edition is to be held, if so many refusals say so; counted since a person last let it go on.

    ``tried`` were taken, refused or lost by the carrier; ``unmade`` were refused by ourselves.
    """
    if tried >= REFUSED_SAMPLE and refused > tried * refused_share:
        return f"{refused} of the {tried} mails tried since it was let go on were refused"
    if not tried and unmade >= REFUSED_SAMPLE:
        return f"not one of the first {unmade} mails could be made"
    return None


def commonest(codes: Counter[str], *, refused: int, unmade: int) -> str | None:
    """The code of more than half of so many refusals; ``codes`` may count the ``unmade`` ones among them."""
    code, count = next(iter(codes.most_common(1)), ("", 0))
    return code if count - unmade > refused / 2 else None
