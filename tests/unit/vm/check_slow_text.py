#!/usr/bin/env python3
"""Compares prelude/_slow_text.py with the builtins that it stands in for, under CPython itself."""
import random
import re
import sys
import types
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[3] / "src" / "prelude")]


def type_lookup(v, name):
    """As in the VM: only what classes of programs define, and what every instance has."""
    for cls in type(v).__mro__:
        if name in vars(cls) and (cls.__flags__ & 1 << 9 or cls is object and name in ("__str__", "__format__")):
            return vars(cls)[name]
    return None


def payload(v):
    for native in (int, float, str, bytes, list, dict, tuple):
        if isinstance(v, native) and type(v) is not native and type(v) is not bool:
            return native(v) if native not in (int, float, str) else native.__add__(v, native())
    return v


conch = types.ModuleType("_conch")
conch._type_lookup, conch._payload = type_lookup, payload
sys.modules["_conch"] = conch
import _slow_text as slow


class Both:
    def __index__(self): return 42
    def __float__(self): return 2.5
    def __str__(self): return "Bé"
    def __repr__(self): return "<Bé>"
    def __format__(self, spec): return f"[{spec}]"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return ("round", n)
    def __divmod__(self, other): return ("divmod", other)
    def __rdivmod__(self, other): return ("rdivmod", other)
    def __getitem__(self, key): return {"a": 1, 65: "x"}[key]
    def __iter__(self): return iter([1, 2])
    def __bool__(self): return False
    field = 7


class Bare:
    def __repr__(self): return "<bare>"


class Int(int):
    pass


class Str(str):
    pass


class Bad:
    def __index__(self): return "x"
    def __float__(self): return 1
    def __str__(self): return 5
    def __repr__(self): return "<bad>"
    def __format__(self, spec): return 5
    def __bytes__(self): return "x"


def outcome(fn, *args, **kw):
    try:
        return repr(fn(*args, **kw))
    except Exception as e:
        return f"{type(e).__name__}: {e}"


wrong = count = 0


def same(name, real, stand_in, *args, **kw):
    global wrong, count
    count += 1
    want, got = outcome(real, *args, **kw), outcome(stand_in, *args, **kw)
    want = re.sub(r"<built-in.*?>", "", want)
    if want != got:
        wrong += 1
        print(f"# {name}{args}: is {got}, want {want}")


rnd = random.Random(1)
objects = [Both(), Bare(), Int(7), Str("text"), Bad()]
for v in objects:
    for name in ("int", "float", "bool", "abs", "round", "hex", "oct", "bin", "str", "ascii", "format", "bytes", "bytearray"):
        if name in ("bytes", "bytearray") and isinstance(v, str):
            continue
        same(name, eval(name), getattr(slow, name + "_slow"), v)
    same("round", round, slow.round_slow, v, 2)
    same("format", format, slow.format_slow, v, ">9")
    same("divmod", divmod, slow.divmod_slow, v, 3)
    same("divmod", divmod, slow.divmod_slow, 3, v)
    same("join", str.join, slow.join_slow, ",", v) if not isinstance(v, Both) else None
    same("translate", str.translate, slow.str_translate_slow, "aAb", v) if not isinstance(v, str) else None
    for letter in "srdiuoxXeEfFgGc":
        same("percent", str.__mod__, slow.percent_slow, f"<%-12{letter}|%%>", (v,))
        same("percent", str.__mod__, slow.percent_slow, f"%{letter}", v) if not isinstance(v, Both) else None
same("join", str.join, slow.join_slow, ",", map(str, range(0)))
pieces = ["%s", "%5d", "%(a)s", "%%", "x", "%.2f", "%*d", "%r", "%", "%y", "%-8s|", "%c", "%("]
for _ in range(3000):
    fmt = "".join(rnd.choice(pieces) for _ in range(rnd.randrange(1, 4)))
    args = tuple(rnd.choice(objects + [1, "s", 2.5, 65]) for _ in range(rnd.randrange(3)))
    same("percent", str.__mod__, slow.percent_slow, fmt, args)
    same("percent", str.__mod__, slow.percent_slow, fmt, {"a": rnd.choice(objects)})
pieces = ["{}", "{0}", "{1}", "{a}", "{!r}", "{0!s:>5}", "{:{}}", "{{", "}}", "x", "{a!a}", "{0[a]}", "{0.field}", "{0.field.real}", "{", "}", "{0", "{!", "{!x}",
          "{0[", "{0[]}", "{:{:{}}}", "{0.}", "{a{b}", "{[0]}", "{!}", "{!rx}", "{0[a]x}", "{99999999999999999999}"]
for _ in range(3000):
    fmt = "".join(rnd.choice(pieces) for _ in range(rnd.randrange(1, 4)))
    args = [rnd.choice(objects + [1, "s"]) for _ in range(rnd.randrange(3))]
    same("format", str.format, slow.str_format_slow, fmt, *args, a=rnd.choice(objects))
    same("format_map", str.format_map, slow.str_format_map_slow, fmt, {"a": rnd.choice(objects)})
print(f"{'not ok' if wrong else 'ok'} 1 - slow text: {count} answers, {wrong} wrong")
print("1..1")
sys.exit(wrong > 0)
