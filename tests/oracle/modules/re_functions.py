# set: first
import re

print(re.findall(r"\d+", "a1 b22 c333"), re.findall(r"(\w)=(\d)", "a=1 b=2"), re.split(r"[,;]\s*", "a, b;c"))
m = re.search(r"(?P<user>\w+)@(\w+)\.com", "mail ann@site.com now")
print(m.group(), m.group(1), m.group("user"), m.groups(), m.span(), m.start(2), m.groupdict())
print(re.match(r"b", "abc"), bool(re.match(r"a", "abc")), re.fullmatch(r"\d{3}", "123") is not None, re.fullmatch(r"\d{3}", "1234"))
print(re.sub(r"\s+", " ", "a   b \n c"), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("a", lambda m: m.group().upper(), "banana", count=2))
p = re.compile(r"^([a-z]+)$", re.IGNORECASE | re.MULTILINE)
print(p.findall("One\ntwo3\nTHREE"), p.pattern, re.escape("a.b*c"), re.subn("x", "y", "xxz"))
for w in re.finditer(r"[aeiou]", "education"):
    print(w.group(), w.start(), end=";")
print()
print(re.findall(r"[\u4e00-\u9fff]+", "中文 abc 测试"), re.findall(r"a.*?b", "aXbYb"), re.findall(r"a.*b", "aXbYb"), re.split(r"(-)", "a-b-c"))
print(re.findall(r"\bcat\b", "cat concat cat."), re.search(r"^\s*#", "  # c") is not None, re.sub(r"(?<=a)b", "X", "ab cb"), re.findall(r"(?:ab)+", "ababab"))
if (m := re.match(r"(\d{4})-(\d\d)", "2024-05")):
    year, month = map(int, m.groups())
    print(year, month, m[0], m[1])
try:
    re.compile("(")
except re.error as e:
    print("re.error")
