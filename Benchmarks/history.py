#!/usr/bin/env python3
"""What an audit of a whole history costs: `lapwing history` beside other scanners, over repositories with everything that their refs reach.

    python3 Benchmarks/history.py --peers /tmp/peers [--rounds 3] [--only NAMES] REPOSITORY…
    python3 Benchmarks/history.py --threads --whole REPOSITORY…      one thread against two; findings against --whole-blobs
    python3 Benchmarks/history.py --growth REPOSITORY                ever longer parts of one history: does cost follow the pack?

A repository may be bare. Where a copy lacks objects, `git log -p`, and with it gitleaks, stops there: `--mend` puts an empty blob in
the place of each (refs/replace), in the repository itself, so use it on copies. Prints tables; README.md says what is fair.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from peers import ROOT, Tool, alternate, kingfisher_account, median, peers, report_head, side_by_side, table, threads, SIDE_BY_SIDE


def history_account(report, log):
    with open(report) as text:
        lines = [json.loads(line) for line in text]
    return sum(line["type"] == "finding" for line in lines), lines[-1]["ledger"]["bytes"]


def json_list_account(report, log):
    with open(report) as text:
        found = json.load(text)
    return len(found["findings"] if isinstance(found, dict) else found), None


def lapwing(binary, *options):
    arguments = ["history", "--report", "jsonl={out}", "--allow-missing", *options, "{tree}"]
    return Tool(" ".join(["lapwing", *options]), binary, arguments, ["--version"], history_account)


def scanners(folder, names):
    """The peers that read histories, each with the options that take away what Lapwing doesn't do either."""
    programs = {tool.name: tool.binary for tool in peers(folder)}
    kingfisher = ["scan", "--no-validate", "--no-update-check", "--git-history", "full", "--no-extract-archives",
                  "--format", "jsonl", "--output", "{out}", "--turbo", "{tree}"]
    leaks = ["git", "--no-banner", "--log-level", "error", "--max-decode-depth", "0", "--log-opts=--all"]
    known = {
        "kingfisher": Tool("kingfisher --turbo", programs.get("kingfisher"), kingfisher, ["--version"], kingfisher_account),
        "gitleaks": Tool("gitleaks", programs.get("gitleaks"),
                         leaks + ["--report-format", "json", "--report-path", "{out}", "{tree}"], ["version"], json_list_account),
        "betterleaks": Tool("betterleaks", programs.get("betterleaks"), leaks + ["--output", "{out}", "{tree}"], ["--version"],
                            json_list_account),
    }
    return [known[name] for name in names if os.access(known[name].binary, os.X_OK)]


def git(repository, *arguments, text=None):
    return subprocess.run(["git", "-C", repository, *arguments], input=text, capture_output=True, text=True, check=True).stdout


def mend(repository):
    missing = [line[1:] for line in git(repository, "rev-list", "--objects", "--all", "--missing=print").splitlines() if line[:1] == "?"]
    empty = git(repository, "hash-object", "-w", "-t", "blob", "--stdin", text="").strip()
    git(repository, "update-ref", "--stdin", text="".join(f"update refs/replace/{name} {empty}\n" for name in missing))
    print(f"{repository}: {len(missing)} missing objects replaced by the empty blob", file=sys.stderr)


def sizes(repository):
    """(objects, bytes of packs, bytes of all blobs)"""
    packs = sum(path.stat().st_size for path in pathlib.Path(repository).glob("**/objects/pack/*.pack"))
    listing = git(repository, "cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objecttype) %(objectsize)").splitlines()
    return len(listing), packs, sum(int(line[5:]) for line in listing if line.startswith("blob "))


def parts(repository, scratch, tip):
    """The first 1/16, 1/8 … of the commits that a tip reaches, each as a bare repository with one pack; deltas are taken over."""
    commits = git(repository, "rev-list", "--topo-order", "--reverse", tip).split()
    for denominator in (16, 8, 4, 2, 1):
        part = scratch / f"part-{denominator}"
        last = commits[len(commits) // denominator - 1]
        git(scratch, "init", "--quiet", "--bare", str(part))
        git(repository, "pack-objects", "--revs", "--missing=allow-any", "--quiet", str(part / "objects/pack/pack"), text=f"{last}\n")
        git(part, "update-ref", "HEAD", last)
        yield part


def growth(binary, repository, rounds, scratch):
    rows, tool = [], lapwing(binary)
    for part in parts(repository, scratch, "HEAD"):
        objects, packed, expanded = sizes(part)
        runs = alternate([tool], part, rounds, scratch)[tool.name]
        wall, cpu = median(run.wall for run in runs), median(run.cpu for run in runs)
        rows.append([part.name.replace("part-", "1/"), f"{objects:,}", f"{packed / 1e6:.1f}", f"{expanded / 1e6:.1f}", f"{wall:.3f}",
                     f"{cpu:.3f}", f"{cpu / packed * 1e9:.1f}", f"{cpu / expanded * 1e9:.2f}", f"{median(run.memory for run in runs) / 1e6:.0f}"])
    return table(["part", "objects", "pack, MB", "blobs, MB", "wall, s", "CPU, s", "CPU ns/packed byte", "CPU ns/blob byte", "peak RSS, MB"], rows)


def whole_blobs(binary, repository, scratch):
    """Are the findings those of a scan of every blob whole? What does that cost?"""
    reports, times = [], []
    for options in ((), ("--whole-blobs",)):
        tool = lapwing(binary, *options)
        times += alternate([tool], repository, 1, scratch)[tool.name]
        reports.append([line for line in (scratch / "report.json").read_text().splitlines() if json.loads(line)["type"] == "finding"])
    same = "equal" if reports[0] == reports[1] else "DIFFERENT"
    return f"--whole-blobs: {len(reports[1]):,} findings, {same}; wall {times[1].wall:.2f} s against {times[0].wall:.2f} s\n"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", type=pathlib.Path)
    parser.add_argument("--lapwing", type=pathlib.Path, default=ROOT / ".build/release/lapwing")
    parser.add_argument("--peers", type=pathlib.Path, metavar="DIR", help="the environment that peers.py --install made")
    parser.add_argument("--only", metavar="NAMES", default="kingfisher,gitleaks", help="these peers, comma-separated (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="counted rounds (default: %(default)s)")
    parser.add_argument("--threads", action="store_true", help="only lapwing: one thread and two")
    parser.add_argument("--whole", action="store_true", help="only lapwing: compare with --whole-blobs")
    parser.add_argument("--growth", action="store_true", help="only lapwing: ever longer parts of the history")
    parser.add_argument("--mend", action="store_true", help="first replace missing objects, in the repository itself")
    return parser.parse_args()


def measure(options, repository, tools, scratch):
    binary = tools[0].binary
    if not (options.threads or options.whole or options.growth):
        yield from table(SIDE_BY_SIDE, side_by_side(alternate(tools, repository, options.rounds, scratch)))
    if options.threads:
        pair = [lapwing(binary, "--threads", count) for count in "12"]
        yield from table(["threads", "wall, s", "CPU, s", "times faster"], threads(alternate(pair, repository, options.rounds, scratch)))
    if options.whole:
        yield whole_blobs(binary, repository, scratch)
    if options.growth:
        yield from growth(binary, repository, options.rounds, scratch)


def main():
    options = arguments()
    load = os.getloadavg()[0]
    others = scanners(options.peers.resolve() if options.peers else None, options.only.split(","))
    tools = [lapwing(options.lapwing.resolve())] + others
    print("\n".join(report_head(tools, load)))
    for repository in options.repositories:
        if options.mend:
            mend(repository)
        objects, packed, expanded = sizes(repository)
        print(f"## {repository.name}: {objects:,} objects, packs of {packed / 1e6:.0f} MB, blobs of {expanded / 1e9:.2f} GB\n")
        with tempfile.TemporaryDirectory(prefix="lapwing-bench-") as temporary:
            print("\n".join(measure(options, repository.resolve(), tools, pathlib.Path(temporary))), flush=True)
            shutil.rmtree(temporary, ignore_errors=True)


if __name__ == "__main__":
    main()
