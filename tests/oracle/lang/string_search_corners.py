# set: first
s = "abracadabra"
print(s.find("a", 1), s.find("a", 1, 3), s.rfind("a", 0, -1), s.index("b", 3), s.count("a", 1), s.count(""), s.find(""))
print("".split(), "".split(","), " ".split(" "), "a,b".split(",", 0), "abc".split("b", 5), "  a  b ".split(None, 1))
print("a-b-c".rsplit("-", 1), "abc".partition("x"), "abc".rpartition("x"), "a\n\nb\n".splitlines(), "a\nb".splitlines(True))
print("aaa".replace("aa", "b"), "abc".replace("", "-"), "aaa".replace("a", "", 2), "x".join([]), "x".join(["a"]))
print("abc" * 0, "abc"[5:], "abc"[-10:2], "abc"[::-2], "abc"[2:0:-1], ""[::-1])
print("Abc".swapcase(), "they're bill's".title(), "ÀB".lower(), "hELLO wORLD".capitalize(), "ß".title())
print("mississippi".strip("mip"), "  x ".lstrip(), "xx--xx".rstrip("x-"), "www.site.com".strip("w.moc"))
print("1.5".isdigit(), "１".isdigit(), "".isalpha(), "a b".isalpha(), "_x1".isidentifier(), "2x".isidentifier(), "Hello World".istitle(), "\t".isprintable())
print("abc".startswith("b", 1), "abc".endswith("b", 0, 2), "abc".startswith(("x", "a")), "abc".startswith(""))
print("abc".center(6, "-"), "abc".center(7, "-"), "abc".zfill(2), "+5".zfill(4), "abc".ljust(5, "."), "a".rjust(0))
print("a" in "", "" in "", "abc" < "abcd", "B" < "a", "10" < "9", max(["10", "9"]), "中" > "a", "a" == "a\0")
print("tab\tx".expandtabs(), "{}".join("ab"), "abc".maketrans({"a": "1"}), "abc".translate({97: "A", 98: None, 99: 0x43}))
print("x=1;y=2".split(";"), dict(p.split("=") for p in "x=1;y=2".split(";")), [*"hi"], list(enumerate("ab")))
print("line1\nline2"[-5:], "é" == "\xe9", len("a\tb"), "a" "b" * 2, ("a" "b") * 2)
for bad in (lambda: "a".join(["b", 1]), lambda: "abc".index("q"), lambda: "a" - "b", lambda: "a".split(""), lambda: "a".center("5"), lambda: "a".nope()):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
