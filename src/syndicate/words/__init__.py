"""The program's own words for readers, in their languages: GNU gettext catalogs, as Babel reads them."""
