#!/usr/bin/env python3
"""Writes number.vec, string.vec and format.vec: what CPython 3.11 answers.

    python3 make_vectors.py [SEED [FACTOR]]

The files in the tree are those of the default seed and factor 1; other seeds and larger factors are
for longer checks. test_vectors.c says how a line is read.
"""
import math
import operator
import random
import struct
import sys
from pathlib import Path

assert sys.version_info[:2] == (3, 11)
SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 3
FACTOR = int(sys.argv[2]) if len(sys.argv) > 2 else 1
rnd = random.Random(SEED)
lines = []


def show(v):
    """As the reader of the test wants it."""
    if isinstance(v, slice):
        return "slice(%r, %r, %r)" % (v.start, v.stop, v.step)
    if isinstance(v, tuple):
        return "(" + ", ".join(map(show, v)) + (",)" if len(v) == 1 else ")")
    return repr(v)


def case(name, fn, *args):
    """One line: the answer of fn(*args)."""
    text = show(args)
    try:
        r = fn(*args)
        got = show(args[0]) if name.startswith("mut:") else show(r)
        if isinstance(r, complex):
            return
    except Exception as e:
        got = "!%s: %s" % (type(e).__name__, e)
    got = got.replace("\n", " ")
    if "\n" in text or "\t" in text:
        raise SystemExit("not one line: " + text)
    lines.append("%s\t%s\t%s" % (name, text, got))


def write(file):
    seen = list(dict.fromkeys(lines))
    Path(__file__).with_name(file).write_text("\n".join(seen) + "\n")
    print(file, len(seen), "lines", sum(map(len, seen)), "characters")
    lines.clear()


def times(n):
    return range(n * FACTOR // 8)


# ---- numbers ----

def any_int(bits=None):
    bits = bits or rnd.choice([1, 3, 8, 20, 31, 32, 33, 53, 54, 61, 62, 63, 64, 65, 95, 96, 128, 200])
    n = rnd.getrandbits(bits)
    kind = rnd.randrange(5)
    if kind == 0:
        n = 1 << bits
    elif kind == 1:
        n = (1 << bits) - 1
    return -n if rnd.randrange(2) else n


def any_float():
    kind = rnd.randrange(8)
    if kind == 0:
        return struct.unpack("<d", rnd.getrandbits(64).to_bytes(8, "little"))[0]
    if kind == 1:
        return rnd.choice([0.0, -0.0, 1.0, -1.0, 0.5, 1e16, 1e15, 1e22, 1e23, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308,
                           2.2250738585072014e-308, math.inf, -math.inf, math.nan, 2.0**53, 2.0**63, 2.0**62, 0.1, 1e-77, 1e77])
    if kind == 2:
        return math.ldexp(1.0, rnd.randrange(-1074, 1024))
    if kind == 3:
        return round(rnd.uniform(-1000, 1000), rnd.randrange(6))
    if kind == 4:
        return rnd.randrange(-10**6, 10**6) / 8
    if kind == 5:
        return float(rnd.randrange(-10**18, 10**18))
    return rnd.uniform(-1, 1) * 10.0**rnd.randrange(-20, 20)


def any_number():
    kind = rnd.randrange(10)
    return rnd.choice([True, False]) if kind == 0 else any_float() if kind < 4 else any_int(None if kind < 9 else 1500)


BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
          "%": operator.mod, "&": operator.and_, "|": operator.or_, "^": operator.xor}


def compare(a, b):
    return -1 if a < b else 1 if a > b else 0


def hash_of(x):
    return hash(x) if x == x else 0


def numbers():
    for _ in times(500):
        name = rnd.choice(list(BINARY))
        a, b = any_number(), any_number()
        if name in "&|^" and (isinstance(a, float) or isinstance(b, float)):
            continue
        case(name, BINARY[name], a, b)
    for _ in times(60):
        name = rnd.choice(["//", "%", "/"])
        case(name, BINARY[name], any_int(400), any_int(rnd.choice([8, 32, 33, 64, 130, 390])))
    for _ in times(40):  # quotient digits that are guessed too large
        b = (rnd.getrandbits(64) | 1 << 63) << 64 | rnd.getrandbits(3)
        a = b * rnd.getrandbits(96) + rnd.choice([0, -1, 1])
        case("//", BINARY["//"], a, b)
        case("%", BINARY["%"], a, -b)
    for _ in times(100):
        case("<<", operator.lshift, any_int(), rnd.randrange(-1, 150))
        case(">>", operator.rshift, any_int(), rnd.randrange(-1, 150))
        case("**", operator.pow, any_int(rnd.choice([2, 5, 40])), rnd.randrange(-3, 25))
        case("**", operator.pow, any_float(), rnd.choice([0, 1, 2, 3, -1, 0.5, -0.5, 1e3, math.inf, -math.inf]))
        case("pow", pow, any_int(), abs(any_int(rnd.choice([3, 40, 70]))), any_int())
        case("pow", pow, any_int(), -abs(any_int(10)), any_int())
        case("divmod", divmod, any_number(), any_number())
        case("cmp", compare, any_int(), any_float())
        f = any_float()
        if math.isfinite(f):
            case("cmp", compare, int(f) + rnd.randrange(-1, 2), f)
            case("cmp", compare, f, int(f))
        case("cmp", compare, any_number(), any_number())
        case("hash", hash_of, any_number())
        case("neg", operator.neg, any_number())
        case("inv", operator.invert, any_int())
        case("abs", abs, any_number())
        case("int", int, any_float())
        case("float", float, any_int())
        case("round", round, any_float(), rnd.randrange(-5, 20))
        case("round", round, rnd.randrange(-10**6, 10**6) / 1000 + rnd.choice([0, 0.0005]), rnd.randrange(0, 4))
        case("round", round, any_float())
        case("round", round, any_int(), rnd.randrange(-20, 3))
        case("round", round, rnd.randrange(-1000, 1000) * 5, rnd.randrange(-3, 0))
        case("round", round, any_float(), rnd.randrange(-320, 340))
        case("hex", hex, any_int())
        case("oct", oct, any_int())
        case("bin", bin, any_int(20))
        case("INT.bit_length", int.bit_length, any_int())
        case("INT.bit_count", int.bit_count, any_int())
        case("INT.to_bytes", lambda i, n, o, s: i.to_bytes(n, o, signed=s), any_int(rnd.choice([8, 15, 16, 64])),
             rnd.randrange(1, 10), rnd.choice(["big", "little"]), rnd.choice([True, False]))
        case("INT.from_bytes", lambda b, o, s: int.from_bytes(b, o, signed=s), rnd.randbytes(rnd.randrange(12)),
             rnd.choice(["big", "little"]), rnd.choice([True, False]))
        case("FLOAT.is_integer", float.is_integer, any_float())
        case("FLOAT.as_integer_ratio", float.as_integer_ratio, any_float())
        case("FLOAT.hex", float.hex, any_float())
    for _ in times(400):
        case("repr", repr, any_float())
    for e in range(-1074, 1024, 1 if FACTOR > 1 else 23):
        case("repr", repr, math.ldexp(1.0, e))
    for _ in times(60):
        case("repr", repr, any_int(rnd.choice([100, 300, 1000])))
    case("**", operator.pow, 10, 4299)
    texts = ["", " ", "12", " 12 ", "+5", "-5", "- 5", "1_000", "1__0", "_1", "1_", "0x1f", "0b101", "0o17", "0x", "ff", "12a", "٣٤", "１２",
             "1 2", "0", "00", "007", "0_7", "1e5", "\n7\n", "\u30007", "½", "--1", "0x_f", "z", "9" * 18, "9" * 19, "9" * 60, "-" + "9" * 18, "a\x00",
             "it's", 'say "7"', "٣.٤"]
    for s in texts:
        case("int", int, s)
        for base in (0, 2, 8, 16, 36, 7, 32):
            case("int", int, s, base)
        case("float", float, s)
        case("int", int, s.encode())
    for s in ["1.5", ".5", "5.", ".", "1e", "1e+", "1e+5", "1E-5", "1_0.2_5", "1_.5", "1._5", "inf", "-INF", "Infinity", "nan", "infin", "0x1p3", "1e400",
              "1e-400", "123456789012345678", "0.1e1", "1.7976931348623157e308", "4.9e-324", "2.4e-324", "1..2", "1e5.", " 2.5\t", "+.5e1", "1e1_0", "1e_1", "nan(1)"]:
        case("float", float, s)
    for _ in times(100):
        case("float", float, rnd.choice(["%.3f", "%.17g", "%.12g", "%e", "%.1f", "%.20f"]) % any_float())
    for fn, name in ((int, "int"), (float, "float"), (bool, "bool")):
        case(name, fn)
        for v in (True, None, 0, 1.5, "", b"7", [1], ()):
            if not (name == "bool" and isinstance(v, (bytes, list, tuple))):
                case(name, fn, v)
    for args in (("1", 1), ("1", 37), (1, 2), ("1", "2"), ("1", None)):
        case("int", int, *args)
    for v in ("a", None, [], 1.5):
        for fn in (hex, oct, bin, abs, round):
            case(fn.__name__, fn, v)
        case("divmod", divmod, v, 1)
        case("divmod", divmod, 1, v)
        case("pow", pow, v, 2)
        case("pow", pow, 2, v, 3)
        case("round", round, 2.5, v)
        case("round", round, 2, v)
    for a in (0, 1, -7, 2.5, True, 2**80):
        for b in (0, 0.0, -0.0, False):
            for name in ("/", "//", "%", "**"):
                case(name, BINARY.get(name, operator.pow), a, b)
            case("divmod", divmod, a, b)
    for a in ("1e16", "0x1.8p1", "-0x.8p+3", "inf", "nan", "1p", "", "0x1.fffffffffffff8p1023"):
        case("FLOAT.fromhex", float.fromhex, a)
    for args in ((5, 0, "big", False), (-5, 2, "big", False), (5, 2, "foo", False), (5, -1, "big", False), (-128, 1, "big", True),
                 (128, 1, "big", True), (0, 0, "big", False)):
        case("INT.to_bytes", lambda i, n, o, s: i.to_bytes(n, o, signed=s), *args)
    case("INT.from_bytes", int.from_bytes, [1, 2, 3], "big")
    case("INT.from_bytes", int.from_bytes, b"a", "foo")
    case("/", operator.truediv, 10**400, 3)
    case("/", operator.truediv, 10**400, 10**390)
    case("/", operator.truediv, 1, 10**400)
    case("/", operator.truediv, 3, 2**1075)
    case("/", operator.truediv, -3 * 2**60 + 1, 2**1120)
    case("*", operator.mul, 10**400, 1.0)
    case("float", float, 2**1024 - 2**970)
    case("float", float, 2**1024 - 2**970 - 1)
    case("<<", operator.lshift, 0, 10**30)
    case("<<", operator.lshift, 1, 10**30)
    case(">>", operator.rshift, -1, 10**30)
    case("**", operator.pow, -1, 10**30 + 1)
    case("**", operator.pow, 0, 10**30)



# ---- text ----

ALPHABETS = ["ab", "abAB12 _", " \t\n\r\x0b\x1c\x85\u2028\u3000ab", "aé中😀", "ÀßŒǅǆΣσςİıﬁŉΐ'A.", "中文字符，。a", "٣३１²½Ⅷ", "\x00\x1f\x7f\x80\xad\ud800\U0001f600\U000e0001'\"\\"]


def any_text(most=12, alphabet=None):
    alphabet = alphabet or rnd.choice(ALPHABETS)
    return "".join(rnd.choice(alphabet) for _ in range(rnd.randrange(most)))


def any_bound():
    return rnd.choice([None, None, 0, 1, 2, -1, -2, 5, -5, 20, -20, 10**30, -10**30])


def any_slice():
    return slice(any_bound(), any_bound(), rnd.choice([None, None, None, 1, 2, -1, -2, 3, 10**20, -10**20]))


CASES = "capitalize casefold lower upper swapcase title isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper".split()
BYTE_CASES = "capitalize lower upper swapcase title isalnum isalpha isascii isdigit islower isspace istitle isupper".split()


def both(name, *args):
    """A method of str, and the same of bytes."""
    case("STR." + name, getattr(str, name), *args)
    try:
        raw = [tuple(x.encode() for x in a) if isinstance(a, tuple) else a.encode() if isinstance(a, str) else a for a in args]
    except UnicodeEncodeError:
        return
    if rnd.randrange(3) == 0:
        case("BYTES." + name, getattr(bytes, name), *raw)
    if rnd.randrange(6) == 0:
        case("BYTEARRAY." + name, getattr(bytearray, name), bytearray(raw[0]), *raw[1:])


def call_item(o, k):
    return o[k]


def strings():
    for _ in times(250):
        s = any_text()
        for name in rnd.sample(CASES, 3):
            case("STR." + name, getattr(str, name), s)
    for cp in rnd.sample([c for c in range(0x80, 0x30000) if chr(c).upper() != chr(c).lower()], 10 * FACTOR):
        for name in ("upper", "lower", "title", "casefold", "swapcase"):
            case("STR." + name, getattr(str, name), "a" + chr(cp) + chr(cp) + "b")
    for _ in times(60):
        name = rnd.choice(BYTE_CASES)
        case("BYTES." + name, getattr(bytes, name), bytes(rnd.choice(b"aB1 \x1c\x0b\x80'") for _ in range(rnd.randrange(6))))
    for word in ("ΑΣ", "ΑΣ.", "ΑΣ'Α", "Σ", "ΑΣ Σ", "ʰΣ", "ΑʰΣʰ", "a\u0301Σ\u0301"):
        for name in ("lower", "title", "capitalize", "swapcase"):
            case("STR." + name, getattr(str, name), word)
    for _ in times(150):
        alphabet = rnd.choice(ALPHABETS)
        s, part, third = any_text(16, alphabet), any_text(3, alphabet), any_text(3, alphabet)
        for name in rnd.sample(["count", "find", "index", "rfind", "rindex", "startswith", "endswith"], 3):
            both(name, s, part)
            both(name, s, part, any_bound(), any_bound())
        both("replace", s, part, third)
        both("replace", s, part, third, rnd.randrange(-1, 4))
        for name in ("split", "rsplit"):
            both(name, s, None, rnd.randrange(-1, 4))
            both(name, s, part, rnd.randrange(-1, 4))
            both(name, s)
        both(rnd.choice(["strip", "lstrip", "rstrip"]), s)
        both(rnd.choice(["strip", "lstrip", "rstrip"]), s, part)
        both("splitlines", s, rnd.choice([True, False]))
        both(rnd.choice(["partition", "rpartition"]), s, part)
        both(rnd.choice(["removeprefix", "removesuffix"]), s, part)
        both(rnd.choice(["ljust", "rjust", "center"]), s, rnd.randrange(-1, 24))
        case("STR.center", str.center, s, rnd.randrange(24), rnd.choice("é*中"))
        both("zfill", rnd.choice(["", "+", "-"]) + s, rnd.randrange(12))
        both("expandtabs", s + "\ta\tbc", rnd.randrange(-1, 9))
        case("item", call_item, s, any_slice())
        case("item", call_item, s, rnd.randrange(-18, 18))
        case("repeat", lambda o, n: o * n, s, rnd.randrange(-1, 5))
        case("in", lambda o, x: x in o, s, part)
        case("cmp", lambda a, b: -1 if a < b else 1 if a > b else 0, s, part + s[:4]) if "\ud800" not in s else None
        case("concat", operator.add, s, part)
        case("repr", repr, s)
        case("ascii", ascii, s)
        case("STR.join", str.join, part, [any_text(4) for _ in range(rnd.randrange(4))])
        case("STR.encode", str.encode, s, rnd.choice(["utf-8", "ascii", "latin-1", "UTF8", "Latin_1"]),
             rnd.choice(["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace"]))
        case("STR.translate", str.translate, s, {ord("a"): rnd.choice(["xy", None, 0x4e2d, "é"]), 0x4e2d: "!", 98: 65})
    for _ in times(120):
        b = any_text(6, "a中é😀").encode()
        if rnd.randrange(2):
            b = b[:-1] if rnd.randrange(2) else b + rnd.choice([b"\xff", b"\xe4\xb8", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\x80", b"\xe4\x41", b"\xf0\x9f\x98"]) + any_text(3).encode("utf-8", "ignore")
        case("BYTES.decode", bytes.decode, b, rnd.choice(["utf-8", "ascii", "latin-1"]),
             rnd.choice(["strict", "ignore", "replace", "backslashreplace", "surrogateescape"]))
    for _ in times(60):
        b = rnd.randbytes(rnd.randrange(8))
        cls = rnd.choice([bytes, bytearray])
        b = cls(b)
        case("item", call_item, b, any_slice())
        case("item", call_item, b, rnd.randrange(-9, 9))
        case("repr", repr, bytes(rnd.choice(b"a'\"\\\n\r\t\x00\xff") for _ in range(5)))
        case("concat", operator.add, b, rnd.choice([b"xy", bytearray(b"z"), "s"]))
        case("repeat", operator.mul, b, rnd.randrange(-1, 4))
        case("in", lambda o, x: x in o, b, rnd.choice([b"", b"a", 97, 300, "s", b[1:3]]))
        case("order", lambda a, c: -1 if a < c else 1 if a > c else 0, b, rnd.randbytes(rnd.randrange(4)))
        case(cls.__name__.upper() + ".hex", cls.hex, b)
        case("BYTES.hex", bytes.hex, bytes(b), rnd.choice([":", "-", b"."]), rnd.randrange(-4, 5))
        a = bytearray(b"0123456789"[:rnd.randrange(11)])
        case("mut:set", set_item, a[:], any_slice(), rnd.choice([b"", b"x", b"xyz", bytearray(b"12345"), [1, 2]]))
        case("mut:set", set_item, a[:], rnd.randrange(-11, 11), rnd.randrange(250, 260))
        case("mut:set", del_item, a[:], any_slice())
        case("mut:set", del_item, a[:], rnd.randrange(-11, 11))
        case("mut:BYTEARRAY.append", bytearray.append, a[:], rnd.choice([0, 255, 256, "x"]))
        case("mut:BYTEARRAY.extend", bytearray.extend, a[:], rnd.choice([b"abc", [1, 2], [1, 300], "x", 5]))
        case("mut:BYTEARRAY.insert", bytearray.insert, a[:], rnd.randrange(-12, 12), 65)
        case("BYTEARRAY.pop", bytearray.pop, a[:], rnd.randrange(-11, 11))
        case("mut:BYTEARRAY.pop", bytearray.pop, a[:])
        case("mut:BYTEARRAY.remove", bytearray.remove, a[:], 53)
        case("mut:BYTEARRAY.reverse", bytearray.reverse, a[:])
        case("mut:BYTEARRAY.clear", bytearray.clear, a[:])
        case("BYTEARRAY.copy", bytearray.copy, a[:])
    for h in ("", "ab", "aB 0c", "a b", "abx", " 00\tff ", "é", "abc"):
        case("BYTES.fromhex", bytes.fromhex, h)
        case("BYTEARRAY.fromhex", bytearray.fromhex, h)
    for v in (None, 5, 2, -1, "a", [1, 2], [300], ["a"], (), b"ab", bytearray(b"x"), 1.5, 10**30):
        case("bytes", bytes, v)
        case("bytearray", bytearray, v)
        case("bytes", bytes, v, "utf-8")
        case("str", str, v)
        case("str", str, v, "utf-8")
        case("ord", ord, v)
        case("chr", chr, v)
        for name in ("find", "split", "strip", "startswith", "partition", "join", "removeprefix", "center", "zfill", "expandtabs", "translate"):
            if not (name == "join" and isinstance(v, (bytes, bytearray))):
                case("STR." + name, getattr(str, name), "abc", v)
            if name not in ("expandtabs", "translate", "join") and not (isinstance(v, int) and name in ("zfill",)):
                case("BYTES." + name, getattr(bytes, name), b"abc", v)
        case("STR.replace", str.replace, "abc", v, "x")
        case("STR.replace", str.replace, "abc", "x", v)
        case("STR.replace", str.replace, "abc", "x", "y", v)
        case("STR.center", str.center, "abc", 5, v)
        case("STR.find", str.find, "abc", "a", v)
        case("item", call_item, "abc", v)
        case("item", call_item, b"abc", v)
        case("repeat", operator.mul, "abc", v) if isinstance(v, (str, float, list)) or v is None else None
        case("STR.startswith", str.startswith, "abc", (v,))
        case("STR.startswith", str.startswith, "abc", ("x", "ab", v))
        case("STR.join", str.join, ",", ["a", v]) if not isinstance(v, str) else None
        case("BYTES.join", bytes.join, b",", [b"a", v])
        case("STR.encode", str.encode, "a", v) if v is not None and not isinstance(v, (int, float)) or v == 5 else None
    for cp in (0, 65, 0xe9, 0x4e2d, 0x1f600, 0xd800, 0x10ffff, 0x110000, -1, True):
        case("chr", chr, cp)
        case("repr", repr, chr(cp)) if 0 <= cp < 0x110000 else None
        case("ord", ord, chr(cp)) if 0 <= cp < 0x110000 else None
    for args in (({"a": 1, 98: None},), ("ab", "cd"), ("ab", "c"), ("ab", "cd", "e"), (5,), (5, "a"), ("a", 5), ({"ab": 1},), ("中", "é", "x")):
        case("STR.maketrans", str.maketrans, *args)
    case("BYTES.translate", bytes.translate, b"abc", None, b"b")
    case("BYTES.translate", bytes.translate, b"abc", bytes(range(255, -1, -1)))
    case("BYTES.translate", bytes.translate, b"abc", b"x")
    for s in ("é", "éé", "aé中b", "\ud800a", "\udcff"):
        for encoding in ("utf-8", "ascii", "latin-1", "nonsense"):
            for errors in ("strict", "nonsense", "surrogateescape"):
                case("STR.encode", str.encode, s, encoding, errors)
    case("STR.join", str.join, ",", "a中b")
    case("STR.isidentifier", str.isidentifier, "任务1")
    case("STR.find", str.find, "x" * 300 + "y", "y")


def set_item(o, k, v):
    o[k] = v


def del_item(o, k):
    del o[k]


# ---- formats ----

def any_spec(kind):
    fill = rnd.choice(["", "", "", "<", ">", "^", "=", "*<", "é>", "0^", "x="])
    sign = rnd.choice(["", "", "", "+", "-", " "])
    z = "z" if kind == "f" and rnd.randrange(6) == 0 else ""
    alt = rnd.choice(["", "", "", "#"])
    zero = rnd.choice(["", "", "0"])
    width = rnd.choice(["", "", "5", "12", "20"])
    group = rnd.choice(["", "", "", ",", "_"])
    precision = rnd.choice(["", "", ".0", ".1", ".2", ".3", ".6", ".10", ".17"]) if kind != "i" or rnd.randrange(8) == 0 else ""
    letters = {"i": "dddbcoxXneEfFgG%s", "f": "eEfFgGn%fd", "s": "sssd"}[kind]
    return fill + sign + z + alt + zero + width + group + precision + rnd.choice(["", rnd.choice(letters)])


def formats():
    for _ in times(900):
        case("format", format, any_int(), any_spec("i"))
        case("format", format, any_float(), any_spec("f"))
    for _ in times(150):
        s = any_text(8, "aé中b")
        case("format", format, s, rnd.choice(["", "<", ">", "^", "*^", "中<", "="]) + rnd.choice(["", "", "0"]) + rnd.choice(["", "3", "10"])
             + rnd.choice(["", ".0", ".2", ".20"]) + rnd.choice(["", "s", "d"]))
    for _ in times(150):  # the quick way of %.2f, near ties
        x = rnd.randrange(-10**7, 10**7) / 10**rnd.randrange(1, 6) + rnd.choice([0, 0, 0.005, 0.0005, 0.5])
        case("format", format, x, ".%df" % rnd.randrange(7))
        case("format", format, rnd.randrange(-4000, 4000) / 8, ".%df" % rnd.randrange(4))
    for spec in ["abc", "+c", "#c", "zd", ",x", "_,d", ",_d", "._", ".", "9" * 30, "." + "9" * 30, "é", ",c", "c,", ",n", "x" * 3, "\t", "<<5", "<5<"]:
        if "\t" in spec:
            continue
        for v in (1, 1.5, "a", True, None, [1]):
            case("format", format, v, spec)
    for v in (True, False, None, [1], "a", 0, 1.0):
        for spec in ("", "5", "d", "s", "f", "<5"):
            case("format", format, v, spec)
    for v in (math.inf, -math.inf, math.nan, 0.0, -0.0, 1e300, 5e-324, 123456789.0, 0.00001234, 1e15, 1e16, 1e17, 99999.5, 0.5, 9.5, 999.9996):
        for spec in ("", "f", ".0f", "#.0f", "e", ".0e", "#.0e", "g", "#g", ".3", "#.3", ".1", "#", "%", "08", "+08,", "z.1f", "G", "F", "010.3", "_"):
            case("format", format, v, spec)
    for _ in times(700):
        flags = "".join(rnd.sample("-+ #0", rnd.randrange(4)))
        width = rnd.choice(["", "", "3", "10"])
        precision = rnd.choice(["", "", ".", ".0", ".3", ".8"])
        letter = rnd.choice("diouxXeEfFgGcrsa")
        fmt = any_text(3, "ab%").replace("%", "%%") + "%" + flags + width + precision + rnd.choice(["", "", "l"]) + letter + "|"
        v = rnd.choice([any_int(20), any_int(), any_float(), any_text(5, "aé中"), None, True, "x", 65])
        case("percent", operator.mod, fmt, (v,))
    for fmt, args in [("%(a)s %(b)d", {"a": 1, "b": 2}), ("%(a)s", {}), ("%(a)s", 1), ("%(a)s", (1,)), ("%(a", {}), ("%", 1), ("%d", ()), ("%s %s", (1,)),
                      ("%s", (1, 2)), ("abc", [1]), ("abc", {}), ("abc", 1), ("abc", ()), ("%*d", ("a", 1)), ("%*d", (1,)), ("%*d|", (5, 3)), ("%*d|", (-5, 3)),
                      ("%.*f", (2, 3.14159)), ("%.*f", (-1, 2.5)), ("%y", 1), ("中%y", 1), ("%é", 5), ("%5%", ()), ("%5%", (1,)), ("%%", ()), ("%%", 1), ("100%%", ()),
                      ("%(a(b))s", {"a(b)": 3}), ("%(a)s %s", {"a": 1}), ("%s %(a)s", {"a": 1}), ("%(a)*d", {"a": 1}), ("%s", [1, 2]), ("%s", {"a": 1}),
                      ("%99999999999999999999d", 5), ("%.99999999999999999999d", 5), ("%c", -1), ("%c", 0x110000), ("%d", math.inf), ("%d", math.nan),
                      ("%d", 10**30), ("%x", -10**30), ("%.50d", 7), ("%r", "it's"), ("%s%%%s", (1, 2)), ("%5", 1), ("%-", 1), ("%l", 1), ("%.3s|", "中文字符"),
                      ("%s", (None,)), ("%s", ((1, 2),)), ("%d%s", (1, "a", 2)), ("%f", "1"), ("%i", "1"), ("%c", "中"), ("%c", "")]:
        case("percent", operator.mod, fmt, args)
    fields = ["{}", "{0}", "{1}", "{a}", "{!r}", "{0!s:>5}", "{0:{1}}", "{:{}}", "{{", "}}", "x", "{a!a}", "{0[0]}", "{0[k]}", "{:5}", "中", "{", "}", "{0", "{!", "{!x}", "{0[", "{0[]}", "{0]", "{a[1]b}",
              "{:{:{}}}", "{!r:^8}", "{:é>6}", "{99999999999999999999}", "{a{b}", "{0.}", "{:>{a}}", "{[0]}", "{!}", "{!rx}", "{ }"]
    for _ in times(300):
        fmt = "".join(rnd.choice(fields) for _ in range(rnd.randrange(1, 4)))
        args = [rnd.choice([1, 2.5, "é", [7, 8], {"k": 5}, None, 12]) for _ in range(rnd.randrange(4))]
        case_format(fmt, args, {"a": rnd.choice([4, "s", [1, 2]])})
        case("STR.format_map", str.format_map, fmt, {"a": 9, "k": 1})
    for fmt in fields:
        case_format(fmt, [1, 4], {"a": 3})
        case_format(fmt, [], {"b": 3})


def case_format(fmt, args, keywords):
    case("STR.format", lambda f, *a: f.format(*a[:-1], **a[-1]), fmt, *args, keywords)


if __name__ == "__main__":
    numbers()
    write("number.vec")
    strings()
    write("string.vec")
    formats()
    write("format.vec")
