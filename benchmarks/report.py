"""From figures to a table that is committed and JSON that is not."""

from collections.abc import Callable
from dataclasses import asdict
from statistics import median
from typing import Any

from benchmarks.api import Figures, Measured
from benchmarks.measure import Round
from benchmarks.peers.documents import PEERS

HEAD = """# Benchmarks

Written by `./kring bench api`; times are of one machine and one run, ratios and database hits travel. `need2know`, {size:,}
nodes, {links:,} relationships, 200 policy classes, the caller sees everything. One connection, {count} rounds of {batch}
requests a contestant, interleaved; medians over rounds, with the least and the most in brackets. Answers were compared before
anything was measured.

- *Kring*: the whole product over HTTP: token, purpose, plan, guard, epoch, audit entry on disk, answer in GraphQL's shape.
- *bare route*: a bare ASGI route, the driver with the very same statement and parameters, orjson on its lists; no caller, no audit.
- *driver*: the same in the measuring process, without HTTP.
- *Strawberry*: Strawberry with a DataLoader a relationship, the rules written by hand in its statements; no caller, no audit.
- *@neo4j/graphql*: version 7 with a rule on the node type; none for relationships, no caller's token, no audit.
- *PostGraphile*: version 5 over the same rows in PostgreSQL, with a rule by the row's class on each table; no token, no audit.

![Requests a second over eight connections, by question and contestant.](benchmarks.svg)
"""


WRITES = """
## Writing

Q10: an event and who takes part in it are recorded, in one batch under a key of its own, and read back. *driver*: one statement
that writes the same two things and knows no rules, and Kring's own statement to read; no key, no caller, no audit.

| p50 / p95 ms, Kring | driver | Kring : driver | CPU ms, Kring + database | driver + database |
|---|---|---|---|---|
"""


def table(measured: Measured, size: int, count: int, batch: int) -> str:
    """The page."""
    figures = measured.figures
    heads = ["question", "statements in the answer", "KB", "Kring p50 / p95 ms", "bare route p50 ms", "driver p50 ms"]
    heads += ["Kring : bare", "Kring : driver", "CPU ms API + database", "the same, bare route", "CPU, Kring : bare"]
    lines = [HEAD.format(size=size, links=4 * size, count=count, batch=batch), "## API", ""]
    lines += [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [_api_row(one) for one in figures]
    lines += [
        "",
        "## Eight connections",
        "",
        "Answered requests a second; refused are those that were too much at once (503).",
        "",
    ]
    lines += ["| question | Kring | bare route | Kring : bare | refused, Kring | bare route |", "|---|---|---|---|---|---|"]
    lines += [_rate_row(one) for one in figures]
    lines += [
        "",
        "## Peers",
        "",
        "Answered requests a second over eight connections; CPU of server and database a request, over one. No peer has",
        "searching, neighbourhoods or paths: with the statement written by hand it would be the bare route. *@neo4j/graphql* and",
        "*PostGraphile* have no counts by value. *PostGraphile* is measured where the machine has PostgreSQL. A dash stands too",
        "for a peer that answered with an error, as when it needs more memory than the database gives one transaction.",
        "",
    ]
    heads = ["question", "Kring", "bare route", *PEERS, *(f"Kring : {peer}" for peer in PEERS)]
    heads += ["CPU ms, Kring", *(f"{peer}" for peer in PEERS), "p99 ms, Kring", *PEERS]
    lines += [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [_peer_row(one) for one in figures if not one.rates.keys().isdisjoint(PEERS)]
    lines += ["", "## Policy", "", "The same statement with its predicates and with `true` in their place.", ""]
    lines += ["| question | database hits with | without | ratio | wall | database CPU |", "|---|---|---|---|---|---|"]
    lines += [_policy_row(one) for one in figures]
    return "\n".join(lines) + "\n" + WRITES + _write_row(measured.writes) + "\n"


def as_json(measured: Measured) -> list[dict[str, Any]]:
    """Every figure of every round; that of Q10 is last."""
    return [*(_figures_json(one) for one in measured.figures), {"question": "Q10", "rounds": _rounds_json(measured.writes)}]


def _figures_json(one: Figures) -> dict[str, Any]:
    return {
        "question": one.question.name,
        "records": one.records,
        "bytes": one.size,
        "hits": {"with": one.hits[0], "without": one.hits[1]},
        "tax": one.tax,
        "rates": {name: asdict(rate) for name, rate in one.rates.items()},
        "rounds": _rounds_json(one.rounds),
    }


def _rounds_json(rounds: dict[str, list[Round]]) -> dict[str, list[dict[str, float]]]:
    return {
        name: [{"p50": r.p50, "p95": r.p95, "p99": r.p99, "own_cpu": r.own_cpu, "database_cpu": r.database_cpu} for r in of]
        for name, of in rounds.items()
    }


def _api_row(one: Figures) -> str:
    kring, bare, driver = (one.rounds[name] for name in ("kring", "bare", "driver"))
    cells = [
        f"{one.question.name}: {one.question.what}",
        f"{one.records}",
        f"{one.size / 1000:.1f}",
        f"{_middle(kring, 'p50'):.2f} / {_middle(kring, 'p95'):.2f}",
        f"{_middle(bare, 'p50'):.2f}",
        f"{_middle(driver, 'p50'):.2f}",
        _ratio([a.p50 / b.p50 for a, b in zip(kring, bare, strict=True)]),
        _ratio([a.p50 / b.p50 for a, b in zip(kring, driver, strict=True)]),
        f"{_middle(kring, 'own_cpu'):.2f} + {_middle(kring, 'database_cpu'):.2f}",
        f"{_middle(bare, 'own_cpu'):.2f} + {_middle(bare, 'database_cpu'):.2f}",
        _ratio([(a.own_cpu + a.database_cpu) / (b.own_cpu + b.database_cpu) for a, b in zip(kring, bare, strict=True)]),
    ]
    return f"| {' | '.join(cells)} |"


def _rate_row(one: Figures) -> str:
    kring, bare = one.rates["kring"], one.rates["bare"]
    ratios = [a / b for a, b in zip(kring.answered, bare.answered, strict=True) if b]
    cells = [one.question.name, *(f"{median(rate.answered):,.1f}" for rate in (kring, bare)), _ratio(ratios) if ratios else "none"]
    return f"| {' | '.join([*cells, *(f'{rate.refused:,} of {rate.sent:,}' for rate in (kring, bare))])} |"


def _peer_row(one: Figures) -> str:
    rates, rounds = {name: rate.answered for name, rate in one.rates.items()}, one.rounds

    def each(names: tuple[str, ...], cell: Callable[[str], str]) -> list[str]:
        return [cell(name) if name in rates else "-" for name in names]

    cells = [
        one.question.name,
        *each(("kring", "bare", *PEERS), lambda name: f"{median(rates[name]):,.0f}"),
        *each(PEERS, lambda name: _ratio([a / b for a, b in zip(rates["kring"], rates[name], strict=True)])),
        *each(("kring", *PEERS), lambda name: f"{_middle(rounds[name], 'own_cpu') + _middle(rounds[name], 'database_cpu'):.2f}"),
        *each(("kring", *PEERS), lambda name: f"{_middle(rounds[name], 'p99'):.1f}"),
    ]
    return f"| {' | '.join(cells)} |"


def _policy_row(one: Figures) -> str:
    with_, without = one.hits
    ratios = [_ratio([pair[place] for pair in one.tax]) for place in (0, 1)]
    return f"| {one.question.name} | {with_:,} | {without:,} | {with_ / without:.2f} | {ratios[0]} | {ratios[1]} |"


def _write_row(rounds: dict[str, list[Round]]) -> str:
    kring, driver = rounds["kring"], rounds["driver"]
    cells = [
        *(f"{_middle(side, 'p50'):.2f} / {_middle(side, 'p95'):.2f}" for side in (kring, driver)),
        _ratio([a.p50 / b.p50 for a, b in zip(kring, driver, strict=True)]),
        *(f"{_middle(side, 'own_cpu'):.2f} + {_middle(side, 'database_cpu'):.2f}" for side in (kring, driver)),
    ]
    return f"| {' | '.join(cells)} |"


def _middle(rounds: list[Round], name: str) -> float:
    return float(median(getattr(one, name) for one in rounds))


def _ratio(values: list[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
