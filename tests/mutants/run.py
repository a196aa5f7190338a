"""`./kring mutants`: every mutant of the policy core, or a sample of them, and what became of each.

Exit codes: 0 when each was noticed or is argued for, 1 when not, or when an argument does not hold any more.
"""

import argparse
import random
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants.modules import MODULES, Module
from tests.mutants.mutant import ROOT, Mutant, mutants
from tests.mutants.trial import NOT_TRIED, forget_own_modules, quickly, wholly

ARGUED = ROOT / "tests" / "mutants" / "argued.toml"
Name = tuple[str, str, str, str, int]
ENDS = {(True, False): "noticed", (False, True): "argued", (False, False): "MISSED", (True, True): "ARGUED WRONGLY"}
"""What became of a mutant, by whether a test failed and whether it is argued for."""


def arguments() -> dict[Name, str]:
    """Why a mutant changes nothing that anybody can observe, by its name."""
    rows = tomllib.loads(ARGUED.read_text()).get("mutant", [])
    return {(row["module"], row["where"], row["line"], row["slip"], row.get("again", 0)): row["why"] for row in rows}


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="kring mutants", description=__doc__)
    parser.add_argument("--module", action="append", default=[])
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    wanted = [one for one in MODULES if not given.module or one.path in given.module]
    if unknown := set(given.module) - {one.path for one in MODULES}:
        print(f"no module of the policy core: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    argued, missed = arguments(), 0
    with TemporaryDirectory() as folder:
        _load_others()
        for module in wanted:
            missed += Bench(module, argued, Path(folder)).run(_sample(mutants(module.path), given.sample, given.seed))
    return int(missed > 0)


def _sample(found: list[Mutant], size: int | None, seed: int) -> list[Mutant]:
    if size is None or size >= len(found):
        return found
    return sorted(random.Random(seed).sample(found, size), key=lambda mutant: mutant.number)


class Bench:
    """The mutants of one module, one after the other."""

    def __init__(self, module: Module, argued: dict[Name, str], folder: Path) -> None:
        self._module, self._argued, self._folder = module, argued, folder

    def run(self, found: list[Mutant]) -> int:
        """How many were neither noticed nor argued for, or argued for and noticed."""
        limit, clean, *codes = quickly(self._module, found, self._folder, self._tell)
        if clean or wholly(self._module, None, self._folder, limit + 15):
            print(f"{self._module.path}: its own tests fail:\n{(self._folder / 'said').read_text()[-2_000:]}")
            return 1
        for mutant, code in zip(found, codes, strict=True):
            if code not in (0, NOT_TRIED):
                self._say(mutant, code)
        doubtful = [place for place, code in enumerate(codes) if code in (0, NOT_TRIED)]
        for done, place in enumerate(doubtful, 1):
            codes[place] = wholly(self._module, found[place], self._folder, limit + 15)
            self._say(found[place], codes[place])
            self._tell(done, len(doubtful), "anew")
        return self._told([ENDS[bool(code), mutant.name in self._argued] for mutant, code in zip(found, codes, strict=True)])

    def _say(self, mutant: Mutant, code: int) -> None:
        end = ENDS[bool(code), mutant.name in self._argued]
        if end.isupper():
            print(f"{end}  {mutant}\n        {mutant.line}", flush=True)

    def _tell(self, done: int, of: int, how: str) -> None:
        """Progress, on one line of the terminal."""
        print(f"\r{self._module.path}: {done} of {of} {how}   ", end="\n" if done == of else "", file=sys.stderr, flush=True)

    def _told(self, ends: list[str]) -> int:
        counts = {end: ends.count(end) for end in ENDS.values() if end in ends}
        print(f"{self._module.path}: {len(ends)} mutants, {', '.join(f'{count} {end}' for end, count in counts.items())}")
        return sum(count for end, count in counts.items() if end.isupper())


def _load_others() -> None:
    """Load what tests load, then forget what is Kring's."""
    import tests.access_policies.conftest
    import tests.properties.memory  # noqa: F401  # loaded for what they load

    forget_own_modules()


if __name__ == "__main__":
    sys.exit(main())
