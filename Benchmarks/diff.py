#!/usr/bin/env python3
"""What the gate of a pull request costs: `lapwing diff` beside other scanners, over the last commits of real repositories.

    python3 Benchmarks/diff.py --peers /tmp/peers [--commits 200] [--rounds 5] REPOSITORY…

A range of about so many commits ends at each repository's HEAD. A repository may be bare. Where a copy lacks objects, `git log -p` stops
there and a peer's time means nothing: the table gives each exit status. Prints a table and how many secrets each found (a peer's
findings are not the same: see README.md).
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

from peers import ROOT, peers
from staged import ENVIRONMENT


def range_of(repository, commits):
    """A base on the first-parent line such that about so many commits are new since."""
    def ask(*arguments):
        return subprocess.run(["git", "-C", repository, *arguments], capture_output=True, text=True, check=True).stdout.split()
    for step, base in enumerate(ask("rev-list", "--first-parent", f"--max-count={commits + 1}", "HEAD")):
        if step and int(ask("rev-list", "--count", f"{base}..HEAD")[0]) >= commits:
            break
    return base, int(ask("rev-list", "--count", f"{base}..HEAD")[0])


def commands(folder, binary, base, out):
    found = {tool.name: tool.binary for tool in peers(folder)}
    all_commands = {"lapwing": [str(binary), "diff", f"{base}..HEAD", "--report", f"jsonl={out}"]}
    if "gitleaks" in found:
        all_commands["gitleaks"] = [found["gitleaks"], "git", "--no-banner", "--log-level", "error", "--max-decode-depth", "0",
                                    "--report-format", "json", "--report-path", out, f"--log-opts={base}..HEAD", "."]
    if "betterleaks" in found:
        all_commands["betterleaks"] = [found["betterleaks"], "git", "--no-banner", "--max-decode-depth", "0", "--output",
                                       out + ".json", f"--log-opts={base}..HEAD", "."]
    return all_commands


def findings(name, out):
    path = pathlib.Path(out + ".json" if name == "betterleaks" else out)
    if not path.exists():
        return "-"
    text = path.read_text()
    path.unlink()
    if name == "lapwing":
        return sum(json.loads(line)["type"] == "finding" for line in text.splitlines())
    found = json.loads(text or "[]")
    return len(found["findings"] if isinstance(found, dict) else found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+")
    parser.add_argument("--peers", type=pathlib.Path)
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--binary", default=ROOT / ".build/release/lapwing")
    arguments = parser.parse_args()
    print("| repository | commits | scanner | median s | findings | status | times lapwing |")
    print("|---|---|---|---|---|---|---|")
    for repository in arguments.repositories:
        with tempfile.TemporaryDirectory() as scratch:
            base, count = range_of(repository, arguments.commits)
            all_commands = commands(arguments.peers, arguments.binary, base, f"{scratch}/report")
            times, accounts = {name: [] for name in all_commands}, {}
            for number in range(arguments.rounds + 1):
                for name, command in all_commands.items():
                    start = time.perf_counter()
                    run = subprocess.run(command, cwd=repository, env=ENVIRONMENT, capture_output=True)
                    if number:
                        times[name].append(time.perf_counter() - start)
                    accounts[name] = (findings(name, f"{scratch}/report"), run.returncode)
            for name, taken in times.items():
                ratio = statistics.median(a / b for a, b in zip(taken, times["lapwing"]))
                found, status = accounts[name]
                print(f"| {pathlib.Path(repository).name} | {count} | {name} | {statistics.median(taken):.3f} | {found} | {status} "
                      f"| {ratio:.1f} |")


if __name__ == "__main__":
    main()
