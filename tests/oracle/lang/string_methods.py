# set: first
# What strings can do.

t = "  Hello, World  "
print(repr(t.strip()), repr(t.lstrip()), repr(t.rstrip()))
print("a,b,,c".split(","), "a b  c ".split(), "a b c d".split(" ", 2), "k=v=w".partition("="))
print("-".join(["x", "y", "z"]), "".join(str(i) for i in range(5)))
print("hello".upper(), "HeLLo".lower(), "hello world".title(), "hello".capitalize(), "aBc".swapcase())
print("hello".find("l"), "hello".find("z"), "hello".rfind("l"), "hello".index("e"), "hello".count("l"))
print("hello".replace("l", "L"), "hello".replace("l", "L", 1))
print("hello".startswith("he"), "hello".endswith(("lo", "la")), "ell" in "hello")
print("42".zfill(5), "-42".zfill(5), "x".center(5, "*"), "x".ljust(3) + "|", "x".rjust(3))
print("abc".isalpha(), "123".isdigit(), "a1".isalnum(), " ".isspace(), "Ab".isupper(), "ab".islower())
print("line one\nline two\r\nthree".splitlines())
print("xxabcxx".strip("x"), "abcabc".rsplit("b", 1), "a.b.c".rpartition("."))
print("ab" * 3, "ab" + "cd", len("hello"), "b" > "a", "Zebra" < "apple", "a" < "ab")
print(ord("a"), chr(98), ord("中"), chr(20013))
print("hello"[1], list("abc"), sorted("hello"), max("hello"))
print("prefix-name".removeprefix("prefix-"), "name.py".removesuffix(".py"))
print("\t|".expandtabs(4), "a\tb".expandtabs(4))
table = str.maketrans("abc", "xyz")
print("aabbcc".translate(table))
try:
    "hello".index("z")
except ValueError as e:
    print(e)
try:
    "a" + 1
except TypeError as e:
    print(e)
try:
    "abc"[0] = "x"
except TypeError as e:
    print(e)
print("Ann" "Bob", 'it''s', "it's", 'say "hi"', repr("it's"), repr('both \' and "'))
