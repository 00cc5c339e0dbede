# set: first
s = "naïve café 中文 😀"
print(len(s), s.upper(), s.title(), s[::-1])
print(s.encode("utf-8"))
print(s.encode("utf-8").decode("utf-8") == s)
print("中文".isalpha(), "١٢".isdigit(), "Ⅷ".isnumeric(), "ABC".lower(), "ÀÉ".lower(), "straße".casefold())
print(sorted(["é", "e", "z", "中", "a"]), "é" > "z", max("a中"))
print("中文".center(8, "*"), "中".zfill(3), "x中y".split("中"), "中文字".find("字"), "é".islower())
print([ord(c) for c in "aé中😀"], [chr(n) for n in (97, 233, 20013, 128512)])
print("%5s|%-5s|" % ("中", "é"), f"{'中':>4}|{'é':^5}|")
print("a\u00a0b".split(), "a\u3000b".split(), "　全角　".strip())
for c in "h中😀":
    print(c, len(c.encode("utf-8")))
try:
    b"\xff\xfe".decode("utf-8")
except UnicodeDecodeError as e:
    print(type(e).__name__)
try:
    "中".encode("ascii")
except UnicodeEncodeError as e:
    print(type(e).__name__)
print(b"a\xffb".decode("utf-8", "replace"), "中a".encode("ascii", "ignore"))
print("👨‍👩‍👧".encode()[:4], len("👨‍👩‍👧"))
