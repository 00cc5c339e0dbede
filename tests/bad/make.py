#!/usr/bin/env python3
"""Makes the malformed programs and lessons, the same ones every time.

    make.py FOLDER      writes them (run.py does this by itself, in a temporary folder)
    make.py --record    asks python3 what is wrong with each, and rewrites expected.json;
                        to be done with the oracle's Python (3.11) after a change of the cases
    make.py --list

No library of chance is used: a small generator of its own makes the noise, so that every version of
Python makes the same bytes. Programs that turn out to be right are dropped when recording."""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import cases

EXPECTED = os.path.join(HERE, "expected.json")
SEEDS = os.path.join(HERE, "..", "oracle")
# programs of the oracle that are cut short and damaged
DONORS = ["lang/class_basics.py", "lang/generators_basic.py", "lang/fstrings_formats.py", "lang/exceptions_flow.py",
          "lang/star_arguments.py", "threads/two_sellers.py", "lang/chinese_text.py", "lang/with_statement.py"]


KIND_OF = {**{name: "kind" for name in cases.MAY_SAY_BETTER}, **{name: "pasted" for name in cases.PASTED_MARKS}}


class Noise:
    """A linear congruential generator (Knuth's MMIX constants)."""

    def __init__(self, seed):
        self.state = seed * 2654435761 + 1

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % n

    def bytes(self, n):
        return bytes(self.below(256) for _ in range(n))


def donor(name):
    with open(os.path.join(SEEDS, name), "rb") as f:
        return f.read()


def truncated():
    for d, name in enumerate(DONORS):
        text, noise = donor(name), Noise(d + 1)
        for k in range(6):
            yield "cut_%d_%d.py" % (d, k), text[:noise.below(len(text))]


def damaged():
    junk = b"()[]{}:,;='\"\\@#!?$ \n\t0aA_\x00\xff\xe4"
    for d, name in enumerate(DONORS):
        for k in range(6):
            noise = Noise(1000 + d * 10 + k)
            text = bytearray(donor(name))
            at = noise.below(len(text))
            how = noise.below(3)
            if how == 0:
                text[at] = junk[noise.below(len(junk))]
            elif how == 1:
                text.insert(at, junk[noise.below(len(junk))])
            else:
                del text[at:at + 1 + noise.below(12)]
            yield "damaged_%d_%d.py" % (d, k), bytes(text)


def random_bytes():
    for k, n in enumerate((1, 2, 7, 50, 400, 3000, 60000)):
        yield "noise_%d.py" % k, Noise(k + 77).bytes(n)
    for k in range(6):
        noise = Noise(k + 99)
        words = ["if", "def", "class", "x", "(", ")", ":", "=", "1", "'s'", "\n", "    ", "for", "in", ",", "[", "]", "lambda", "*"]
        yield "words_%d.py" % k, " ".join(words[noise.below(len(words))] for _ in range(60)).encode() + b"\n"


def nested():
    yield "parens_150.py", b"x = " + b"(" * 150 + b"1" + b")" * 149 + b"\n"
    yield "parens_300.py", b"x = " + b"(" * 300 + b"1" + b")" * 300 + b"\n"
    yield "parens_100000.py", b"x = " + b"(" * 100000
    yield "lists_100000.py", b"x = " + b"[" * 100000 + b"]" * 100000 + b"\n"
    yield "dicts_5000.py", b"x = " + b"{1:" * 5000 + b"\n"
    yield "calls_5000.py", b"x = " + b"f(" * 5000 + b")" * 5000 + b"\n"
    yield "indents_120.py", b"".join(b" " * i + b"if 1:\n" for i in range(120)) + b" " * 120 + b"pass\n"
    yield "loops_30.py", b"".join(b" " * i + b"while 1:\n" for i in range(30)) + b" " * 30 + b"pass\n"
    yield "closers.py", b")" * 50000 + b"\n"
    yield "fstrings_deep.py", b"x = f'{f\"{f'{1}'}\"}'\n"
    yield "fstring_specs.py", b"x = f'{1:{2:{3:{4}}}}'\n"


def nested_survivable():
    """python3 gives up on these in ways of its own; conch must end in order: an error, or it runs."""
    yield "minus_100000.py", b"x = " + b"-" * 100000 + b"1\n"
    yield "not_20000.py", b"x = " + b"not " * 20000 + b"1\n"
    yield "plus_50000.py", b"x = " + b"1+" * 50000 + b"1\n"
    yield "attributes_50000.py", b"x = 1\nx" + b".a" * 50000 + b"\n"
    yield "subscripts_20000.py", b"x = 1\nx" + b"[0]" * 20000 + b"\n"
    yield "power_20000.py", b"x = " + b"1**" * 20000 + b"1\n"
    yield "lambda_5000.py", b"x = " + b"lambda: " * 5000 + b"1\n"
    yield "ternary_5000.py", b"x = " + b"1 if 0 else " * 5000 + b"1\n"
    yield "compare_20000.py", b"x = " + b"1 < " * 20000 + b"1\n"
    yield "elif_3000.py", b"x = 5000\nif x == 0:\n    pass\n" + b"".join(b"elif x == %d:\n    pass\n" % i for i in range(3000))
    yield "defs_90.py", b"".join(b" " * i + b"def f():\n" for i in range(90)) + b" " * 90 + b"pass\n"
    yield "classes_90.py", b"".join(b" " * i + b"class C:\n" for i in range(90)) + b" " * 90 + b"pass\n"
    yield "tuple_100000.py", b"x = (" + b"1," * 100000 + b")\n"
    yield "arguments_5000.py", b"x = max(" + b"1, " * 5000 + b"2)\n"
    yield "lines_50000.py", b"x = 1\n" * 50000
    yield "string_3000000.py", b"x = '" + b"a" * 3000000 + b"'\n"
    yield "name_500000.py", b"n" * 500000 + b" = 1\n"
    yield "comment_2000000.py", b"#" * 2000000 + b"\nx = 1\n"
    yield "blank_lines_500000.py", b"\n" * 500000 + b"x = 1\n"
    yield "joined_lines_20000.py", b"x = 1 " + b"\\\n" * 20000 + b"\n"
    yield "float_digits.py", b"x = 1." + b"3" * 100000 + b"\n"
    yield "exponent_huge.py", b"x = 1e999999999999\ny = 1e-999999999999\nz = 0e99999\n"
    yield "hex_digits.py", b"x = 0x" + b"f" * 20000 + b"\n"
    yield "only_cr.py", b"x = 1\ry = 2\r"
    yield "crlf.py", b"x = 1\r\nif x:\r\n    y = 2\r\n"
    yield "bom.py", b"\xef\xbb\xbfx = 1\n"
    yield "empty.py", b""
    yield "no_last_newline.py", b"if 1:\n    x = 1"
    yield "form_feed.py", b"x = 1\n\x0cy = 2\n"
    yield "coding_line.py", b"# -*- coding: utf-8 -*-\nx = '\xe4\xb8\xad'\n"


def huge_literals():
    yield "digits_5000.py", b"x = " + b"7" * 5000 + b"\n"
    yield "digits_1000000.py", b"x = 1\ny = " + b"9" * 1000000 + b"\n"
    yield "string_open_1000000.py", b"x = '" + b"a" * 1000000 + b"\n"
    yield "triple_open_1000000.py", b"x = '''" + b"abc\n" * 250000
    yield "junk_after_long_line.py", b"x = '" + b"b" * 200000 + b"' ?\n"
    yield "long_line_wide.py", "x = '".encode() + "中".encode() * 50000 + b"' $\n"


def bad_bytes():
    for name, middle in [("lone_ff", b"\xff"), ("lone_80", b"\x80"), ("cut_3", b"\xe4\xb8"), ("overlong", b"\xc0\xaf"),
                         ("surrogate", b"\xed\xa0\x80"), ("too_high", b"\xf5\x80\x80\x80"), ("latin", b"caf\xe9")]:
        yield "utf8_%s.py" % name, b"x = 1\ns = '" + middle + b"'\n"
        yield "utf8_%s_code.py" % name, b"x = 1\ny = 2\n" + middle + b" = 1\n"
    yield "nul_in_code.py", b"x = 1\ny = \x002\n"
    yield "nul_in_string.py", b"x = 'a\x00b'\n"
    yield "nul_only.py", b"\x00" * 100
    yield "utf16.py", "x = 1\n".encode("utf-16")
    yield "utf16_be.py", "x = 1\nprint(x)\n".encode("utf-16-be")
    for name, c in [("escape", "\x1b"), ("bell", "\x07"), ("backspace", "\x08"), ("delete", "\x7f"), ("c1", "\x9b"),
                    ("rtl", "\u202e"), ("separator", "\u2028")]:
        yield "control_%s.py" % name, ("x = 1\ny = 2 %s 3\n" % c).encode()
    yield "control_sequence.py", b"x = 'a\x1b]0;title\x07\x1b[2J' +\n"
    yield "control_in_name.py", b"abc\x1b[31mdef = 1\n"
    yield "elf_like.py", b"\x7fELF\x02\x01\x01" + b"\x00" * 9 + Noise(5).bytes(500)
    yield "gzip_like.py", b"\x1f\x8b\x08\x00" + Noise(6).bytes(500)


def programs():
    """(name, bytes, kind): hand = the message counts; line = only its line and kind; kind = only that;
    pasted = or repaired with a word about it; out = left out by conch on purpose; any = must end in order."""
    for name, text in cases.HAND.items():
        yield "hand_%s.py" % name, text.encode(), KIND_OF.get(name, "hand")
    for name, (text, _, _) in cases.LEFT_OUT.items():
        yield "left_out_%s.py" % name, text.encode(), "out"
    for make in (truncated, damaged, random_bytes, nested, huge_literals, bad_bytes):
        for name, data in make():
            yield name, data, "line"
    for name, data in nested_survivable():
        yield name, data, "any"


def lessons():
    """(name, bytes, line or None). All of them must be refused."""
    for name, old, new, line in cases.LESSON_EDITS:
        assert old in cases.LESSON, name
        yield "lesson_%s.md" % name, cases.LESSON.replace(old, new, 1).encode(), line
    good = cases.LESSON.encode()
    yield "lesson_empty.md", b"", None
    yield "lesson_text_only.md", b"Just some text.\n", None
    yield "lesson_header_only.md", good.split(b"\n")[0] + b"\n", None
    yield "lesson_nul.md", good.replace(b"Two threads", b"Two\0threads"), None
    yield "lesson_not_utf8.md", good.replace(b"Two threads", b"Two \xff\xfe threads"), None
    yield "lesson_latin1.md", good.replace(b"Two threads", b"Caf\xe9 threads"), None
    yield "lesson_too_large.md", good + b"word " * 200000 + b"\n", None
    yield "lesson_line_too_long.md", good + b"w" * 100000 + b"\n", None
    for k, n in enumerate((1, 30, 1000, 100000)):
        yield "lesson_noise_%d.md" % k, Noise(k + 500).bytes(n), None
    # behind an unknown version nothing may be trusted, however odd it is
    head = b"<!-- conch-lesson v=7 id=odd level=1 minutes=5 -->\n\n# Odd\n\n"
    for name, body in [("quotes", b">" * 50000), ("lists", b"- " * 20000), ("stars", b"*" * 100000), ("brackets", b"[" * 80000),
                       ("ticks", b"`" * 60000 + b"\n" + b"`" * 59999), ("details", b"<details>" * 9000), ("links", b"![](" * 20000),
                       ("comments", b"<!--" * 20000), ("fences", b"```python id=a\n" * 3000), ("underscores", b"_a" * 50000),
                       ("tables", b"|" * 60000), ("entities", b"&" * 100000), ("escapes", b"\\" * 100000),
                       ("controls", b"\x1b[2J\x07\x08\x9b" * 100)]:
        yield "lesson_deep_%s.md" % name, head + body[:200000] + b"\n", None
    for k in range(8):
        noise = Noise(k + 900)
        at = 60 + noise.below(len(good) - 60)
        yield "lesson_half_fence_%d.md" % k, good[:at] + b"\n<!-- predict id=half\n", None


def python_says(path):
    """(exit code, line or None, last line of stderr) of python3 -X utf8 path."""
    done = subprocess.run([sys.executable, "-X", "utf8", os.path.basename(path)], cwd=os.path.dirname(path),
                          capture_output=True, timeout=60)
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    line = None
    for text in lines:
        if text.strip().startswith('File "') and ", line " in text:
            line = int(text.rsplit(", line ", 1)[1].split(",")[0])
    last = lines[-1] if lines else ""
    if line is None and " on line " in last:
        line = int(last.rsplit(" on line ", 1)[1].split(",")[0].split(" ")[0])
    return done.returncode, line, last


def is_wrong_source(data):
    try:
        compile(data, "x", "exec")
        return False
    except (SyntaxError, ValueError):
        return True
    except (RecursionError, MemoryError):
        return True


def record(folder):
    out = {}
    for name, data, kind in programs():
        if kind in ("any", "out"):
            continue
        if not is_wrong_source(data):
            if kind == "hand":
                print("right after all:", name)
            continue
        code, line, last = python_says(write(folder, name, data))
        if code != 1:           # 3.11 reads a file a little otherwise than compile() does
            print("python3 runs it:", name)
            continue
        if len(last) > 300:
            last = last[:300]
        out[name] = {"line": line, "last": last if kind == "hand" else last.split(":")[0]}
    with open(EXPECTED, "w", encoding="utf-8") as f:
        json.dump(out, f, indent=0, sort_keys=True, ensure_ascii=False)
        f.write("\n")
    print(len(out), "programs recorded,", sum(1 for _ in lessons()), "lessons")


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def main():
    import tempfile
    if sys.argv[1:] == ["--record"]:
        with tempfile.TemporaryDirectory() as folder:
            record(os.path.realpath(folder))
    elif sys.argv[1:] == ["--list"]:
        for name, data, *rest in list(programs()) + list(lessons()):
            print("%8d %s" % (len(data), name), *rest)
    elif len(sys.argv) == 2:
        os.makedirs(sys.argv[1], exist_ok=True)
        for name, data, _ in list(programs()) + list(lessons()):
            write(sys.argv[1], name, data)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
