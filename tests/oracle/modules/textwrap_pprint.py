# set: first
import pprint
import textwrap

TEXT = "The quick brown fox jumped over the lazy dog. It's a well-known sentence -- used by type-setters everywhere,  with  odd   spaces and a verylongwordthatdoesnotfitanywhere."
for options in [dict(width=30), dict(width=20, initial_indent="* ", subsequent_indent="  "), dict(width=15, break_long_words=False), dict(width=25, break_on_hyphens=False), dict(width=40, max_lines=2), dict(width=30, placeholder="~", max_lines=1), dict(width=30, drop_whitespace=False), dict(width=50, fix_sentence_endings=True)]:
    print(options, textwrap.wrap(TEXT, **options))
print(textwrap.fill("a b c d e f", 4), repr(textwrap.shorten("Hello  world of Python", 15)), textwrap.shorten("Hello world", 8, placeholder="..."), textwrap.wrap(""), textwrap.wrap("x\ty", 10))
print(repr(textwrap.dedent("    a\n      b\n\n    c\n")), repr(textwrap.dedent("  a\n b")), repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "+", lambda line: True)))
for bad in (lambda: textwrap.wrap("x", 0), lambda: textwrap.shorten("abc def", 3)):
    try:
        print(bad())
    except ValueError as e:
        print(e)
data = {"name": "something long enough to need a line of its own", "numbers": list(range(30)), "nested": {"b": (1, 2), "a": {"deep": [["x" * 20, "y" * 20, "z" * 20], "w" * 30]}}, "set": {1, 2, 3}, "text": "word " * 30, 5: None}
del data[5]
pprint.pprint(data)
pprint.pprint(data, width=40, indent=4)
pprint.pprint(data, depth=1)
pprint.pprint(list(range(40)), compact=True)
pprint.pprint([["a" * 20] * 3, ("b" * 30,) * 3, frozenset(range(30))])
pprint.pp({"z": 1, "a": 2})
print(pprint.pformat([1, 2, 3]), pprint.pformat({"b": 1, "a": 2}), pprint.pformat("short"), pprint.saferepr({2: 1, 1: 2}), pprint.pformat({}, width=1))
loop = [1]
loop.append(loop)
print(pprint.isrecursive(loop), pprint.isreadable([1, "a"]), pprint.pformat(loop)[:25])
pprint.pprint(1234567, underscore_numbers=True)
