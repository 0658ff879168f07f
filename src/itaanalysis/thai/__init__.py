"""Thai text as data: spelling, digits, years, agencies, places."""

from itaanalysis.thai._agency import AGGREGATE, Agency, agency_id, find_agencies, find_places, parse_agency, place_name
from itaanalysis.thai._dates import fiscal_year, format_date
from itaanalysis.thai._text import arabic_digits, clean, match_key, thai_digits
from itaanalysis.thai._years import YearFound, find_years

__all__ = [
    "AGGREGATE",
    "Agency",
    "YearFound",
    "agency_id",
    "arabic_digits",
    "clean",
    "find_agencies",
    "find_places",
    "find_years",
    "fiscal_year",
    "format_date",
    "match_key",
    "parse_agency",
    "place_name",
    "thai_digits",
]
