"""What a text of a sheet means: a field of a header, a node, another assessment, personal data, or nothing known.

The words are the data files of the room above; an office's own are passed for one reading (`own_words`).
"""

from itaanalysis.exports.words._personal import is_personal, personal_columns
from itaanalysis.exports.words._word_lists import read_words
from itaanalysis.exports.words._words import Node, field_of, instrument_of, look_alike, node_of, own_words, split_score

__all__ = [
    "Node",
    "field_of",
    "instrument_of",
    "is_personal",
    "look_alike",
    "node_of",
    "own_words",
    "personal_columns",
    "read_words",
    "split_score",
]
