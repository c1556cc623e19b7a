"""Judges feed documents as a strict reader would: the rules of the standards and of the W3C feed validator.

Independent of the modules that write the documents. Bytes in, remarks out; no file, no network, no clock,
no DTD. What is checked, and what is not, stands in ``docs/feeds.md``.
"""

from syndicate.feedcheck.agreement import check_agreement
from syndicate.feedcheck.documents import check, kind_of
from syndicate.feedcheck.remarks import Level, Remark

__all__ = ["Level", "Remark", "check", "check_agreement", "kind_of"]
