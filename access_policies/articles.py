"""What each rule says in words and on which article it rests: the first lines of its policy file, or the row of the table."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from access_policies.policy_texts import FOLDER, NAMES
from access_policies.register import PolicyTable
from graph_model.marking import Marking

_COMMENT = re.compile(r"\A((?://[^\n]*\n)+)")
_ARTICLE = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)[.;:]?\s*$")


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule by its name: the sentence, and the source that the sentence ends with."""

    name: str
    sentence: str
    article: str


@cache
def rule_texts(folder: Path = FOLDER) -> dict[str, RuleText]:
    """The rules that ship, by the ids that decisions name."""
    texts = {}
    for name in NAMES:
        content = (folder / f"{name}.cedar").read_text()
        comment = _COMMENT.match(content)
        words = " ".join(line.lstrip("/ ") for line in comment.group(1).splitlines()) if comment else ""
        found = _ARTICLE.search(words)
        for rule in re.findall(r'@id\("([^"]+)"\)', content):
            texts[rule] = RuleText(rule, words[: found.start()].strip() if found else words, found.group(1) if found else "")
    return texts


def article_of(rule: str, marking: Marking, recipient: str, table: PolicyTable) -> str:
    """The article of a rule for one marking and recipient: of the regime that of its row, of any other that of its text."""
    if rule == "regime":
        return table.article(marking.regime, recipient)
    text = rule_texts().get(rule)
    return text.article if text else ""
