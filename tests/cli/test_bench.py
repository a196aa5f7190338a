"""Benchmarks that tell more than times: what they count is exact."""

import json

from tests.cli.home import Home


def test_the_explorer_is_measured_over_as_many_records_as_asked(home: Home) -> None:
    done = home.run("bench", "web", "--nodes", "60")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [told[name]["nodes"] for name in ("small", "large")] == [60, 60]
    assert (told["hub"]["neighbours"], told["hub"]["drawn"]) == ("Group of 10000", 2)
    assert told["large"]["fps"] > 0
