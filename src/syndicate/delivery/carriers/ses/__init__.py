"""Amazon SES v2: the carrier, what it says and what it is answered."""

from syndicate.delivery.carriers.ses.carrier import SesCarrier

__all__ = ["SesCarrier"]
