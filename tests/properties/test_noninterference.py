"""Agreement and two-run on the real database, through the real application (access-model.md 9, points 2, 3 and 6).

Seeds and documents are fixed here; `./kring prove` draws others, as many as one likes.
"""

import json
import time

import pytest

from tests.properties.installation import Installation
from tests.properties.operations import documents
from tests.properties.trial import CANARY, Tally, trial

QUESTIONS, DRAWN = 40, 10
LEAST = 2_000


@pytest.mark.timeout(1_200)
async def test_every_answer_is_the_references_and_hidden_changes_change_no_byte(
    installation: Installation, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    pool, tally, began = documents(1, DRAWN), Tally(), time.monotonic()
    seeds = iter(range(10_000))
    while tally.agreement < LEAST or tally.two_run < LEAST:
        found = await trial(installation, next(seeds), pool, QUESTIONS, tally)
        assert found is None, f"{found.law}: {found.detail}\n{found.asker}\n{found.questions[-1]}\nsee docs/reference/proof.md"
    shown = capfd.readouterr()
    _report(tally, time.monotonic() - began)
    assert tally.share(tally.filled) >= 0.6
    assert tally.share(tally.deciding) >= 0.5
    written = [shown.out, shown.err, caplog.text, await installation.metrics(), *installation.logged()]
    assert not [canary for text in written for canary in CANARY.findall(text)]


def _report(tally: Tally, seconds: float) -> None:
    figures = {
        "agreement": tally.agreement, "two_run": tally.two_run, "filled": round(tally.share(tally.filled), 2),
        "deciding": round(tally.share(tally.deciding), 2), "cases_a_second": round((tally.agreement + tally.two_run) / seconds),
    }  # fmt: skip
    print(json.dumps(figures))
