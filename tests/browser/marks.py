"""A language for tests: the English words with marks around them. What stands on a page outside the marks is from no catalogue."""

import re
from collections.abc import Iterable

BEGIN, END = "⟦", "⟧"
SEPARATORS = " \n\t:,;–()…→←"
TEXTS = """() => {
  const found = [document.title], kept = 'script, style, noscript, kbd, code, textarea, pre';
  const named = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt'];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) found.push(node.parentElement.closest(kept) ? '' : node.data);
    else found.push(...named.filter((name) => node.hasAttribute(name)).map((name) => node.getAttribute(name)));
  }
  return found.filter((text) => text.trim() !== '');
}"""
"""Every text of a page that somebody reads or hears. Keys on a keyboard, codes, and what is typed or quoted whole, have no language."""


def marked(words: str) -> str:
    """Words of the language."""
    return BEGIN + words + END


def outside(text: str) -> list[str]:
    """The pieces of a text that no mark surrounds. Marks may stand inside each other. Raises ValueError where one is torn."""
    pieces, depth = [""], 0
    for letter in text:
        depth += (letter == BEGIN) - (letter == END)
        if depth < 0:
            raise ValueError(text)
        if letter in (BEGIN, END):
            pieces.append("")
        elif depth == 0:
            pieces[-1] += letter
    if depth:
        raise ValueError(text)
    return [part.strip(SEPARATORS) for piece in pieces for part in piece.split("·") if part.strip(SEPARATORS)]


def of_nobody(texts: Iterable[str], data: Iterable[str]) -> list[str]:
    """Texts with a word of their own outside the marks: one that is no part of what was served."""
    served = "\n".join(data)
    return sorted({text for text in texts for piece in outside(text) if re.search(r"[a-z]{2}", piece) and piece not in served})
