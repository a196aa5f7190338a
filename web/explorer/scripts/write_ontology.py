"""Writes `src/ontology/ontology.json` from the ontology of the graph model: the explorer knows no type that the API does not.

Run from the root of the repository: `python web/explorer/scripts/write_ontology.py`. A test compares the file with the model.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "web" / "explorer" / "src" / "ontology" / "ontology.json"


def described() -> dict[str, Any]:
    """The ontology, its grades, and the kinds of analysis, as the explorer reads them."""
    sys.path.insert(0, str(ROOT))
    from graph_model.analysis import ANALYSES
    from graph_model.ontology import GRADES, ONTOLOGY, Property

    def properties(declared: tuple[Property, ...]) -> list[dict[str, Any]]:
        return [{"name": p.name, "kind": p.kind, "fieldClass": p.field_class, "dutch": p.dutch, "unit": p.unit} for p in declared]

    types = [
        {"name": record.name, "plural": record.plural, "dutch": record.dutch, "properties": properties(record.properties)}
        for record in ONTOLOGY.types.values()
    ]
    relationships = [
        {
            "name": link.name,
            "forward": link.forward_name,
            "backward": link.backward_name,
            "dutch": link.dutch,
            "ends": [list(pair) for pair in link.ends],
            "inPaths": link.in_paths,
            "properties": properties(link.properties),
        }
        for link in ONTOLOGY.relationships.values()
    ]
    analyses = [
        {
            "name": name,
            "english": kind.question[0],
            "dutch": kind.question[1],
            "about": kind.about,
            "days": kind.days,
            "hops": kind.hops,
        }
        for name, kind in ANALYSES.items()
    ]
    return {"types": types, "relationships": relationships, "grades": properties(GRADES), "analyses": analyses}


def text() -> str:
    """What the file must hold."""
    parts = [f'"{name}": [\n{_lines(members)}\n]' for name, members in described().items()]
    return "{" + ",\n".join(parts) + "}\n"


def _lines(members: list[dict[str, Any]]) -> str:
    """A member a line, so that a change of the ontology reads as one."""
    return ",\n".join(json.dumps(member, ensure_ascii=False) for member in members)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
