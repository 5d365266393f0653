#!/usr/bin/env python3
"""Makes the table of typed text, and measures how well it tells values that a generator made from what people type.

  train.py            measure on a held-out tenth
  train.py --write    also write Sources/Engine/Randomness/TypedText+Generated.swift

Nothing labelled goes in: the text is what stands on any Debian machine with Python. Half of the weight has source text (the
identifiers and words of Python's standard library), half the messages of /usr/share/locale in sixteen languages.
"""
import collections, glob, gettext, math, os, pathlib, random, re, sys, sysconfig, unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OUTPUT = ROOT / "Sources/Engine/Randomness/TypedText+Generated.swift"
LANGUAGES = "de es fr it nl pt pt_BR sv pl tr fi cs id da hu ro".split()
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGIT, SIGN = 26, 27                       # the two symbols after the letters; SIGN also stands before a value and after it
SYMBOLS = 28
SCALE = 8                                  # table units a bit
THRESHOLD = 8                              # bits; see docs/randomness.md
CASES = ("after a lower-case letter", "after an upper-case letter", "after a digit", "after a sign or at the start")


def source_tokens():
    library = sysconfig.get_paths()["stdlib"]
    for path in sorted(glob.glob(library + "/**/*.py", recursive=True)):
        if re.search(r"/(site-packages|encodings|test|tests|idlelib|lib2to3|pydoc_data)/", path):
            continue
        text = open(path, encoding="utf8", errors="ignore").read()
        for token in re.findall(r"[A-Za-z_][A-Za-z0-9_]{2,39}", text):
            yield token.strip("_")


def language_tokens(language):
    for path in sorted(glob.glob(f"/usr/share/locale/{language}/LC_MESSAGES/*.mo")):
        try:
            catalogue = gettext.GNUTranslations(open(path, "rb"))._catalog
        except Exception:
            continue
        for text in catalogue.values():
            if isinstance(text, str):
                plain = unicodedata.normalize("NFD", text)
                plain = "".join(c for c in plain if not unicodedata.combining(c))
                for token in re.findall(r"[A-Za-z][A-Za-z\-]{2,29}", plain):
                    yield token


def events(token):
    """(previous symbol, symbol), and for letters (what is before, is upper-case). CAPITALS are a style: a piece without
    small letters counts as small."""
    token = re.sub(r"[A-Za-z]+", lambda piece: piece[0].lower() if piece[0].isupper() else piece[0], token)
    before, context = SIGN, 3
    for c in token:
        if c.isascii() and c.isalpha():
            symbol = LETTERS.index(c.lower())
            if c.isupper() and context == 0:
                before = SIGN              # a word begins
            yield before, symbol, context, c.isupper()
            before, context = symbol, 1 if c.isupper() else 0
        elif c.isascii() and c.isdigit():
            yield before, DIGIT, None, None
            before, context = DIGIT, 2
        else:
            yield before, SIGN, None, None
            before, context = SIGN, 3
    yield before, SIGN, None, None


def train(corpora):
    pairs = [[0.02] * SYMBOLS for _ in range(SYMBOLS)]
    cases = [[0.5, 0.5] for _ in range(4)]
    for weight, tokens in corpora:
        counts, upper = collections.Counter(), collections.Counter()
        for token in tokens:
            for a, b, context, is_upper in events(token):
                counts[a, b] += 1
                if context is not None:
                    upper[context, is_upper] += 1
        total, all_cases = sum(counts.values()), sum(upper.values())
        for (a, b), n in counts.items():
            pairs[a][b] += weight * n / total * 1e6
        for (context, is_upper), n in upper.items():
            cases[context][is_upper] += weight * n / all_cases * 1e6
    # Bits, in units; each row sums to one. A digit is one of ten, a sign one of thirty-two.
    table = []
    for row in pairs:
        total = sum(row)
        table.append([cost(n / total) for n in row])
    return table, [[cost(n / sum(row)) for n in row] for row in cases]


def cost(probability):
    return min(127, round(-math.log2(probability) * SCALE))


def evidence(value, table, cases):
    """Bits that speak for a generator: positive where a generator explains the value better than a person who types."""
    typed = 0
    for a, b, context, is_upper in events(value):
        typed += table[a][b]
        if b == DIGIT:
            typed += round(math.log2(10) * SCALE)
        elif b == SIGN:
            typed += 5 * SCALE
        else:
            typed += cases[context][is_upper]
    typed -= 5 * SCALE                     # the end is no byte
    alphabet = 0
    is_hex = all(c in "0123456789abcdef" for c in value) or all(c in "0123456789ABCDEF" for c in value)
    if is_hex and any(c.isdigit() for c in value):
        alphabet = 16
    else:
        alphabet += 26 * any(c.islower() for c in value) + 26 * any(c.isupper() for c in value)
        alphabet += 10 * any(c.isdigit() for c in value) + 8 * any(not c.isalnum() for c in value)
    return (typed - round(math.log2(alphabet) * SCALE) * len(value)) / SCALE


def measure(table, cases, held_out):
    for name, tokens in held_out:
        unique = sorted(set(tokens))
        for low, high in ((4, 7), (8, 11), (12, 15), (16, 40)):
            some = [t for t in unique if low <= len(t) <= high]
            wrong = [t for t in some if evidence(t, table, cases) >= THRESHOLD]
            print(f"{name:8} {low:2}-{high:2} characters: {len(wrong):4} of {len(some):6} taken for generated ({100 * len(wrong) / max(1, len(some)):.2f} %) {random.sample(wrong, min(4, len(wrong)))}")
    noise = random.Random(1)
    digits, lower = "0123456789", LETTERS
    for name, alphabet in (("hex", digits + "abcdef"), ("lower", lower), ("base36", digits + lower), ("base62", digits + lower + lower.upper()),
                           ("signs", digits + lower + lower.upper() + "!#$%&*+-")):
        rates = []
        for length in (6, 8, 10, 12, 16, 20, 32):
            made = ("".join(noise.choice(alphabet) for _ in range(length)) for _ in range(2000))
            rates.append(f"{length}: {100 * sum(evidence(v, table, cases) >= THRESHOLD for v in made) / 2000:.1f} %")
        print(f"random {name:6} found, by length: " + ", ".join(rates))


def swift(table, cases):
    rows = "\n".join("        " + ", ".join(map(str, row)) + "," for row in table)
    shifts = "\n".join(f"        {row[0]}, {row[1]},  // {name}" for row, name in zip(cases, CASES))
    return f"""// Generated by Benchmarks/randomness/train.py --write. Do not edit.
// swift-format-ignore-file

/// How many eighths of a bit each step of typed text costs; docs/randomness.md explains the model.
enum TypedText {{
    /// Row: the symbol before (a to z, digit, sign or start). Column: the symbol, in the same order.
    static let pairs: [UInt8] = [
{rows}
    ]

    /// A lower-case letter, an upper-case letter.
    static let cases: [UInt8] = [
{shifts}
    ]
}}
"""


def main():
    random.seed(7)
    learn, held_out = [], []
    groups = [("source", 0.5, list(source_tokens()))] + [(l, 0.5 / len(LANGUAGES), list(language_tokens(l))) for l in LANGUAGES]
    for name, weight, tokens in groups:
        unique = sorted(set(tokens))
        apart = set(random.sample(unique, len(unique) // 10))
        learn.append((weight, [t for t in tokens if t not in apart]))
        held_out.append((name, apart))
        print(f"{name}: {len(tokens)} words, {len(unique)} distinct")
    table, cases = train(learn)
    measure(table, cases, held_out)
    if "--write" in sys.argv:
        OUTPUT.parent.mkdir(exist_ok=True)
        OUTPUT.write_text(swift(table, cases))


main()
