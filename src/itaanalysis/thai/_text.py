"""Spelling and digits."""

from __future__ import annotations

import re

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_TONE, _UPPER_VOWEL = "[\u0e48-\u0e4b]", "[\u0e31\u0e34-\u0e39]"
_TONE_FIRST = re.compile(f"({_TONE})({_UPPER_VOWEL})")
# Sara am typed as two characters, with the tone mark before, between or not at all: Unicode NFC leaves all three alone.
_SPLIT_SARA_AM = re.compile(f"({_TONE}?)\u0e4d({_TONE}?)\u0e32")
#: What `clean` mends; most texts hold none of it.
_SLIP = re.compile(f"[\u200b-\u200d\u2060\ufeff\u00ad\u0e4d]|เเ|{_TONE}{_UPPER_VOWEL}|[^\\S ]|\\s\\s|^\\s|\\s$")
_FOR_KEY = re.compile(r"[^0-9a-zก-ฮะ-ฺเ-ๆ็-๎&]")


def clean(text: str) -> str:
    """Text as a reader sees it: one code point for ำ and แ, vowels before tones, plain single spaces."""
    if not _SLIP.search(text):
        return text
    before = None
    while text != before:  # mending one slip can bring the next one to light
        before = text
        text = _INVISIBLE.sub("", text).replace("เเ", "แ")
        text = _SPLIT_SARA_AM.sub("\\1\\2\u0e33", text)
        text = _TONE_FIRST.sub(r"\2\1", text)
        text = _SPACES.sub(" ", text).strip()
    return text


def arabic_digits(text: str) -> str:
    """๒๕๖๕ to 2565; all else unchanged."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    """2565 to ๒๕๖๕; all else unchanged."""
    return text.translate(_TO_THAI)


def match_key(text: str) -> str:
    """What two spellings of one name share: cleaned, Arabic digits, lower case, no spaces or punctuation."""
    return _FOR_KEY.sub("", arabic_digits(clean(text)).lower())
