"""Reader of a plan file: grants as YAML, each with the line it stands at, or as a table (`plan_table.py`).

No anchors or aliases, so that a line is what it says.
"""

from pathlib import Path
from typing import Any

import yaml

from access_policies.grant_plan import Wanted
from cli.plan_entry import PlanRejected, judged
from cli.plan_table import TABLE, read_table

LARGEST = 8 * 1024 * 1024
"""Bytes of a plan file."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_plan(path: Path) -> tuple[str, list[Wanted]]:
    """The organisation that a plan is of, and its entries. Raises PlanRejected with every fault found, at most fifty."""
    content = _content(path)
    if path.suffix.lower() == TABLE:
        return read_table(path.name, content)
    root = _composed(path, content)
    entries = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    organisation, listed = entries.get("organisation"), entries.get("grants")
    if not isinstance(organisation, yaml.ScalarNode) or not isinstance(listed, yaml.SequenceNode) or len(entries) != 2:
        raise PlanRejected(f"{path.name}: a plan has two keys, organisation and grants, and grants is a list")
    return organisation.value, judged(organisation.value, ((_at(path, node), _plain(node)) for node in listed.value))


def _content(path: Path) -> str:
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise PlanRejected(f"{path.name}: larger than {LARGEST} bytes")
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise PlanRejected(f"{path.name}: not readable: {str(fault)[:300]}") from None


def _composed(path: Path, text: str) -> yaml.Node:
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise PlanRejected(f"{_at(path, event)}: anchors and aliases are not read")
        root = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError) as fault:
        raise PlanRejected(f"{path.name}: not readable as YAML: {str(fault)[:300]}") from None
    if root is None:
        raise PlanRejected(f"{path.name}: it is empty")
    return root


def _at(path: Path, found: yaml.Node | yaml.Event) -> str:
    return f"{path.name}:{found.start_mark.line + 1}" if found.start_mark else path.name


def _plain(node: yaml.Node) -> Any:
    """A node as texts, lists and maps; nothing is guessed to be a number or a date."""
    if isinstance(node, yaml.MappingNode):
        return {_plain(key) if isinstance(key, yaml.ScalarNode) else "": _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value
