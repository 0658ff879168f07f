"""Thai text as data: spelling, digits, years, agencies, places."""

from itaanalysis.thai._agencies import parse_agencies
from itaanalysis.thai._agency import AGGREGATE, Agency, agency_id, find_agencies, parse_agency
from itaanalysis.thai._dates import fiscal_year, format_date
from itaanalysis.thai._places import district_of, fill_districts, find_places, place_name
from itaanalysis.thai._prefixes import OTHER, begins_like_office, split_prefix
from itaanalysis.thai._text import arabic_digits, clean, match_key, thai_digits
from itaanalysis.thai._years import BE_MINUS_CE, YearFound, find_years

__all__ = [
    "AGGREGATE",
    "BE_MINUS_CE",
    "OTHER",
    "Agency",
    "YearFound",
    "agency_id",
    "arabic_digits",
    "begins_like_office",
    "clean",
    "district_of",
    "fill_districts",
    "find_agencies",
    "find_places",
    "find_years",
    "fiscal_year",
    "format_date",
    "match_key",
    "parse_agencies",
    "parse_agency",
    "place_name",
    "split_prefix",
    "thai_digits",
]
