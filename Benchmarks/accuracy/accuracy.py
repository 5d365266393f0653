#!/usr/bin/env python3
"""How often Lapwing is right: on labelled lines, and on trees without secrets. README.md beside this file explains it.

  accuracy.py fixtures                            the project's own labelled lines (fixtures/labelled)
  accuracy.py lines LABELS.jsonl.gz [--words]     a labelled set; --words puts word-like passwords in place of the true values
  accuracy.py clean TREE... [--peers DIR] [--sample N]   findings a megabyte, beside the peers in DIR; N of them to read
"""
import argparse, collections, datetime, gzip, json, os, pathlib, random, re, string, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LEVELS = ["low", "medium", "high", "proven"]
RESULTS = ROOT / "Benchmarks/accuracy/results"
ALPHABETS = {"hex": "0123456789abcdef", "an": string.ascii_letters + string.digits, "b64": string.ascii_letters + string.digits + "+/",
             "url": string.ascii_letters + string.digits + "-_"}


def findings(binary, tree):
    """(path relative to the tree, line, confidence, rule, kind) of every finding; and the bytes that were read."""
    run = subprocess.run([binary, "scan", "--report", "jsonl", str(tree)], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{binary} scan {tree} ended with status {run.returncode}:\n{run.stderr}")
    found, read = [], 0
    for text in run.stdout.splitlines():
        item = json.loads(text)
        if item.get("type") == "finding":
            found.append((os.path.relpath(item["path"], tree), item["line"], item["confidence"], item["rule"], item["kind"]))
        elif "ledger" in item:
            read = item["ledger"]["bytes"]
    return found, read


def fixtures(binary):
    noise = random.Random(9)
    value = lambda m: "".join(noise.choice(ALPHABETS[m[1]]) for _ in range(int(m[2])))
    with tempfile.TemporaryDirectory() as folder:
        labels = {}
        for source in sorted((ROOT / "fixtures/labelled").glob("*.lines")):
            head, *lines = source.read_text().splitlines()
            name = head.removeprefix("path: ")
            target = pathlib.Path(folder, source.stem, name)
            target.parent.mkdir(parents=True)
            target.write_text("\n".join(re.sub(r"‹(\w+):(\d+)›", value, line[2:]).replace("·", "") for line in lines) + "\n")
            labels.update({(f"{source.stem}/{name}", n): (line[0], line) for n, line in enumerate(lines, 1) if line[0] in "+-"})
        every = [(path, line, kind) for path, line, level, _, kind in findings(binary, folder)[0] if level != "low"]
    # `changeme` as a default is a finding by design: on lines that hold no secret only committed ones are wrong.
    found = {(path, line) for path, line, kind in every if kind == "committed" or labels.get((path, line), "-")[0] == "+"}
    right = sum(label == "+" and place in found for place, (label, _) in labels.items())
    true = sum(label == "+" for label, _ in labels.values())
    for place, (label, line) in sorted(labels.items()):
        if (label == "+") != (place in found):
            print(f"{'missed' if label == '+' else 'wrong '} {place[0]}:{place[1]}: {line[2:]}")
    extra = len(found - set(labels))
    print(f"{len(labels)} labelled lines: found {right} of {true}, precision {right / max(1, len(found)):.3f}, recall {right / true:.3f}; {extra} on other lines")


# Labelled sets: rows with file, line, line_end, label (T, F, X), category, context, context_first_line, value_start, value_end.

WORDS = """sunshine summer winter tiger dragon monkey shadow master football baseball purple orange banana chocolate coffee
freedom whisper computer internet princess superstar welcome garden flower silver golden thunder lightning river mountain
schmetterling sommer geheim fuchs katze hund mond sterne blume verano gato perro playa soleil fromage amour""".split()
SHAPES = [lambda r, w: w, lambda r, w: w + str(r.randrange(10, 100)), lambda r, w: w.capitalize() + str(r.randrange(1960, 2026)),
          lambda r, w: w.capitalize() + str(r.randrange(10)) + "!", lambda r, w: w + r.choice(WORDS)]


def word_like(noise):
    return noise.choice(SHAPES)(noise, noise.choice(WORDS))


def lines(binary, path, replace, longest):
    with gzip.open(path, "rt") as file:
        rows = [json.loads(text) for text in file]
    noise = random.Random(3)
    replaced = 0
    if replace:
        for row in rows:
            first, last = row.get("value_start"), row.get("value_end")
            person = any(word in row["category"] for word in ("Password", "Secret", "Credential"))
            if row["label"] == "T" and person and first is not None and last and row["line"] == row["line_end"] and 4 <= last - first <= longest:
                index = row["line"] - row["context_first_line"]
                text = row["context"][index]
                row["context"][index] = text[:first] + word_like(noise) + text[last:]
                replaced += 1
        print(f"{replaced} true values of at most {longest} characters replaced")
    with tempfile.TemporaryDirectory() as folder:
        write_sparse(rows, folder)
        found, _ = findings(binary, folder)
    for least in ("low", "medium", "high"):
        places = {(path, line) for path, line, level, _, _ in found if LEVELS.index(level) >= LEVELS.index(least)}
        units = collections.defaultdict(list)
        label = collections.defaultdict(set)
        for row in rows:
            for n in range(row["line"], row["line_end"] + 1):
                label[row["file"], n].add(row["label"])
            if row["label"] == "T":
                units[row["file"], row["line"], row["line_end"]].append(row["category"])
        hit = {unit for unit in units if any((unit[0], n) in places for n in range(unit[1], unit[2] + 1))}
        wrong = sum(not label[place] & {"T", "X"} for place in places)
        print(f"{least:6} precision {len(hit) / max(1, len(hit) + wrong):.3f} recall {len(hit) / len(units):.3f} ({len(hit)} of {len(units)}, {wrong} wrong)")
        if least == "medium":
            total, got = collections.Counter(), collections.Counter()
            for unit, categories in units.items():
                for category in {part for text in categories for part in text.split(":")}:
                    total[category] += 1
                    got[category] += unit in hit
            print("       " + ", ".join(f"{c} {got[c]}/{n}" for c, n in total.most_common(14)))


def write_sparse(rows, folder):
    known = collections.defaultdict(dict)
    for row in rows:
        for offset, text in enumerate(row["context"]):
            n = row["context_first_line"] + offset
            here = row["line"] <= n <= row["line_end"]
            if (here and row["label"] == "T") or n not in known[row["file"]]:
                known[row["file"]][n] = text
    for path, texts in known.items():
        target = pathlib.Path(folder, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(texts.get(n, "") for n in range(1, max(texts) + 1)) + "\n")


PEERS = {
    "betterleaks": (["fs", "--no-banner", "--confidence", "medium", "-o", "{out}.jsonl", "{tree}"], "{out}.jsonl"),
}


def peer_count(binary, name, tree):
    arguments, report = PEERS[name]
    with tempfile.TemporaryDirectory() as folder:
        fill = {"out": os.path.join(folder, "out"), "tree": str(tree)}
        subprocess.run([binary] + [a.format(**fill) for a in arguments], capture_output=True)
        target = pathlib.Path(report.format(**fill))
        if not target.exists():
            return None
        return sum("finding" in json.loads(line) for line in target.read_text().splitlines() if line.strip())


def clean(binary, trees, peers, sample):
    report = [f"# Findings on trees, {datetime.date.today()}", "", "| tree | MB | proven | high | medium | low | medium or better a MB | peers |", "|---|---|---|---|---|---|---|---|"]
    pool = []
    for tree in trees:
        found, read = findings(binary, tree)
        count = collections.Counter(level for _, _, level, _, kind in found if kind == "committed")
        counted = sum(count[level] for level in LEVELS[1:])
        others = ", ".join(f"{name} {peer_count(os.path.join(peers, name), name, tree)}" for name in PEERS) if peers else ""
        report.append(f"| {tree} | {read / 1e6:.1f} | {count['proven']} | {count['high']} | {count['medium']} | {count['low']} | {counted / max(1, read / 1e6):.3f} | {others} |")
        pool += [(tree,) + item[:4] for item in found if item[2] != "low" and item[4] == "committed"]
    print("\n".join(report))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{datetime.date.today()}-clean.md").write_text("\n".join(report) + "\n")
    for tree, path, line, level, rule in random.Random(1).sample(pool, min(sample, len(pool))):
        text = pathlib.Path(tree, path).read_bytes().split(b"\n")[line - 1].decode("utf8", "replace").strip()[:160]
        print(f"{level:7} {rule} {path}:{line}: {text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/lapwing"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("fixtures")
    labelled = commands.add_parser("lines")
    labelled.add_argument("labels")
    labelled.add_argument("--words", action="store_true")
    labelled.add_argument("--longest", type=int, default=24, help="the longest value that --words replaces")
    trees = commands.add_parser("clean")
    trees.add_argument("trees", nargs="+")
    trees.add_argument("--peers")
    trees.add_argument("--sample", type=int, default=0)
    given = parser.parse_args()
    if given.command == "fixtures":
        fixtures(given.binary)
    elif given.command == "lines":
        lines(given.binary, given.labels, given.words, given.longest)
    else:
        clean(given.binary, given.trees, given.peers, given.sample)


main()
