"""Time zones as people look for them: by a city that they know, in their own language."""

from __future__ import annotations

from functools import lru_cache

from syndicate.text.languages import locale_of

#: A zone for each clock that many people live by. Who lives by another writes its name.
_LISTED = """
Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Cairo Africa/Casablanca Africa/Johannesburg
Africa/Khartoum Africa/Kinshasa Africa/Lagos Africa/Luanda Africa/Maputo Africa/Nairobi Africa/Tripoli Africa/Tunis
America/Anchorage America/Argentina/Buenos_Aires America/Bogota America/Caracas America/Chicago America/Denver
America/Guatemala America/Halifax America/Havana America/La_Paz America/Lima America/Los_Angeles America/Mexico_City
America/Montevideo America/New_York America/Nuuk America/Panama America/Phoenix America/Puerto_Rico America/Santiago
America/Sao_Paulo America/St_Johns America/Tijuana America/Toronto America/Vancouver Asia/Almaty Asia/Baghdad
Asia/Baku Asia/Bangkok Asia/Beirut Asia/Colombo Asia/Damascus Asia/Dhaka Asia/Dubai Asia/Ho_Chi_Minh Asia/Hong_Kong
Asia/Jakarta Asia/Jerusalem Asia/Kabul Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Manila Asia/Riyadh Asia/Seoul
Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tashkent Asia/Tehran Asia/Tokyo Asia/Ulaanbaatar Asia/Vladivostok
Asia/Yangon Asia/Yekaterinburg Atlantic/Azores Atlantic/Reykjavik Australia/Adelaide Australia/Brisbane
Australia/Darwin Australia/Perth Australia/Sydney Europe/Amsterdam Europe/Athens Europe/Berlin Europe/Brussels
Europe/Bucharest Europe/Budapest Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Istanbul Europe/Kyiv
Europe/Lisbon Europe/London Europe/Madrid Europe/Moscow Europe/Oslo Europe/Paris Europe/Prague Europe/Rome
Europe/Sofia Europe/Stockholm Europe/Vienna Europe/Warsaw Europe/Zurich Pacific/Auckland Pacific/Fiji Pacific/Guam
Pacific/Honolulu
"""
_ZONES = tuple(_LISTED.split())
#: The CLDR keeps a zone under the name that it had first.
_FIRST_NAMES = {
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Europe/Kyiv": "Europe/Kiev",
}


@lru_cache(maxsize=64)
def cities(language: str) -> tuple[tuple[str, str], ...]:
    """The zones of the list, each with its city as that language calls it, by that name."""
    named = ((zone, city(zone, language)) for zone in _ZONES)
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def city(zone: str, language: str) -> str:
    """The city of a zone, by the CLDR; where it has none in that language, as the zone's own name has it."""
    known = locale_of(language).time_zones
    for name in (_FIRST_NAMES.get(zone, zone), zone):
        if found := known.get(name, {}).get("city"):
            return str(found)
    return zone.rpartition("/")[2].replace("_", " ")
