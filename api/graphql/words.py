"""What somebody types as the text of a search, as Lucene reads it: every word is wanted, the last one as a beginning.

Only letters and digits reach Lucene, and the few marks that can stand inside a word (`d'Hondt`, `AE_412`): none is syntax.
The index keeps some words with such a mark whole and parts others, so both are asked for. It is folded (no accents, lower
case); it folds whole words of a question too, and beginnings not, so they are folded here.
"""

import re
import unicodedata

MOST = 20
"""Words that count; the longest can have 800 letters, since Lucene refuses a beginning of more than a thousand."""
NOTHING = "-*:*"
"""All but everything: what is found without a word."""
_WORD = re.compile(r"[^\W_]{1,100}(?:['’._][^\W_]{1,100}){0,7}")
_PART = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})


def lucene(text: str) -> str:
    """The question for a text."""
    found = [word.lower() for word in _WORD.findall(text)][:MOST]
    if not found:
        return NOTHING
    return " ".join([*(f"+{_whole(word)}" for word in found[:-1]), f"+({' '.join(_begun(found[-1]))})"])


def _whole(word: str) -> str:
    parts = _PART.findall(word)
    return word if len(parts) == 1 else f'("{word}" ({" ".join(f"+{part}" for part in parts)}))'


def _begun(word: str) -> list[str]:
    """The ways in which a word may stand that begins like this."""
    *before, last = _PART.findall(word)
    beginnings = dict.fromkeys([f"{word}*", f"{folded(word)}*"])
    if not before:
        return [word, *beginnings]
    apart = " ".join([*(f"+{part}" for part in before), f"+({' '.join(_begun(last))})"])
    return [f'"{word}"', *beginnings, f"({apart})"]


def folded(word: str) -> str:
    """A word without accents, as the index folds it."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    return plain.translate(_LETTERS)
