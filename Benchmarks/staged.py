#!/usr/bin/env python3
"""What a pre-commit hook costs: `lapwing staged` beside other scanners, for a small and a large commit in a repository of 10,000 files.

    python3 Benchmarks/staged.py --peers /tmp/peers [--rounds 30] [SOURCE-TREE]

Files are cut from the text of a source tree (by default, this repository's), so that commits look like commits. Prints a table: median
wall time, process start and git included, and how many times as long as Lapwing each peer takes in the same rounds.
"""

import argparse
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

from peers import ROOT, peers

ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "b",
               "GIT_AUTHOR_EMAIL": "b@example.com", "GIT_COMMITTER_NAME": "b", "GIT_COMMITTER_EMAIL": "b@example.com"}


def git(repository, *arguments):
    subprocess.run(["git", "-C", str(repository), *arguments], check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)


def texts(tree):
    """Pieces of source text, of 20 to 300 lines."""
    lines = []
    for path in sorted(pathlib.Path(tree).rglob("*")):
        if path.suffix in {".swift", ".py", ".md", ".yml", ".go", ".java", ".js", ".rb"} and path.is_file():
            lines += path.read_text(errors="replace").splitlines()
        if len(lines) > 400_000:
            break
    noise = random.Random(1)
    while True:
        start, count = noise.randrange(len(lines)), noise.choice([20, 40, 80, 150, 300])
        yield "\n".join((lines + lines)[start:start + count]) + "\n"


def make(repository, tree):
    """10,000 files in 800 directories, committed and packed."""
    source = texts(tree)
    repository.mkdir()
    git(repository, "init", "-q")
    git(repository, "config", "gc.auto", "0")
    for number in range(10_000):
        path = repository / f"d{number % 20}/e{number % 400 // 10}/f{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(next(source))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    git(repository, "gc", "-q")
    return source


def stage(repository, source, count):
    git(repository, "reset", "-q", "--hard")
    files = sorted(repository.rglob("*.py"))
    for path in random.Random(count).sample(files, count):
        text = path.read_text()
        path.write_text(text + next(source)[:2_000])
    git(repository, "add", "-A")


def commands(folder, binary):
    """Each scanner's own way to scan what is staged; none decodes or validates."""
    found = {tool.name: tool.binary for tool in peers(folder)}
    all_commands = {"lapwing": [str(binary), "staged", "-q"]}
    if "gitleaks" in found:
        all_commands["gitleaks"] = [found["gitleaks"], "git", "--staged", "--no-banner", "--log-level", "error",
                                    "--max-decode-depth", "0", "."]
    if "betterleaks" in found:
        all_commands["betterleaks"] = [found["betterleaks"], "git", "--staged", "--no-banner", "--max-decode-depth", "0", "."]
    if "kingfisher --turbo" in found:
        all_commands["kingfisher --turbo"] = [found["kingfisher --turbo"], "scan", ".", "--staged", "--turbo", "--no-validate",
                                              "--no-update-check", "--no-binary", "--no-extract-archives", "--quiet"]
    return all_commands


def measure(repository, all_commands, rounds):
    times = {name: [] for name in all_commands}
    for number in range(rounds + 1):
        for name, command in all_commands.items():
            start = time.perf_counter()
            run = subprocess.run(command, cwd=repository, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if number:
                times[name].append(time.perf_counter() - start)
            elif run.returncode not in (0, 1, 200):
                print(f"{name} ended with {run.returncode}")
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", nargs="?", default=ROOT / "Sources")
    parser.add_argument("--peers", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--binary", default=ROOT / ".build/release/lapwing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        repository = pathlib.Path(scratch) / "repository"
        source = make(repository, arguments.tree)
        all_commands = commands(arguments.peers, arguments.binary)
        print("| staged | scanner | median ms | fastest ms | times lapwing |")
        print("|---|---|---|---|---|")
        for count in (0, 5, 2_000):
            stage(repository, source, count)
            times = measure(repository, all_commands, arguments.rounds if count < 1_000 else max(5, arguments.rounds // 4))
            for name, taken in times.items():
                ratio = statistics.median(a / b for a, b in zip(taken, times["lapwing"]))
                print(f"| {count} files | {name} | {statistics.median(taken) * 1e3:.1f} | {min(taken) * 1e3:.1f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
