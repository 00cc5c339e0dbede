# set: first
# Patterns and matches as objects.
import copy
import re

p = re.compile(r"(?P<a>x)(y)?", re.I)
print(p, p.pattern, p.flags, p.groups, dict(p.groupindex), p == re.compile(r"(?P<a>x)(y)?", re.I), hash(p) == hash(copy.copy(p)))
print(re.compile("a"), repr(re.compile("a", re.M | re.S | re.X)), re.compile(b"a", re.I), re.compile("(?i)a").flags)
m = p.search("..Xy", 1)
print(m, m.re is p, m.string, m.pos, m.endpos, m.regs, m.span("a"), m.start(), m.end(2), m["a"], m[2], bool(m))
m = p.match("x")
print(m.group(0, 1, 2), m.groups(), m.groups("none"), m.groupdict(), m.group("a", 2), m.span(2), m.lastindex, m.lastgroup)
print(m.expand(r"\1-\g<a>-\2-\\-\n!"), p.sub(r"[\g<0>]", "axyb"), p.subn(lambda m: m.group().upper(), "axbxyc"))
print(p.fullmatch("xy"), p.fullmatch("xyz"), p.fullmatch("axyb", 1, 3), p.match("axy", 1), p.match("xy", 0, 1), p.search("xy", 5), p.search("xy", 2, 1))
print(re.compile("^b").match("ab", 1), re.compile("^b", re.M).search("a\nb", 2), re.compile(r"\bb").match("ab", 1), p.search("x", -5, -1))
print([m.span() for m in re.finditer("é|n", "añéón")], list(re.compile(".").finditer("中文字", 1))[0].span())
print(re.I, repr(re.I | re.M), re.I | re.M == re.M | re.I, re.NOFLAG, int(re.A | re.X), str(re.DOTALL), bool(re.I & re.M), re.IGNORECASE is re.I)
print(re.sub("(?P<w>a)", r"<\g<w>>\g<1>", "banana", count=2), re.sub("a", r"\\", "banana"), re.sub("n", "\\n", "an") == "a\n")
print(re.sub("a", "", "banana"), re.sub("b*", lambda m: str(len(m.group())), "abb"), re.subn("z", "y", "abc"), re.sub("(x)?a", r"[\1]", "xa a"))
print(re.escape("a b.c-d_e+中\n#"), re.purge(), re.findall("(a)(b)?", "aba"), re.findall("(?:a)(b)?", "aba"))
scan = re.compile(r"(?P<num>\d+)|(?P<name>[a-z]+)|(?P<op>[-+*/()=])|(?P<skip>\s+)|(?P<bad>.)")
print([(m.lastgroup, m.group()) for m in scan.finditer("x1 = (42+y)*? 7") if m.lastgroup != "skip"])
words = re.compile("""
    (?P<key>\\w+)   # the key
    \\s* = \\s*     # around it
    (?P<value>[^;\\n]*)
""", re.VERBOSE)
print([m.groupdict() for m in words.finditer("a = 1; bb=two words\nc=3")])
text = "中文 tést " * 3
print([m.span() for m in re.finditer(r"t(.)st", text)], re.search("é", text).start(), text[re.search("é", text).start()])
