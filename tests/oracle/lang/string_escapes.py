# set: first
# Escapes, raw strings, triple quotes, joined literals.

print("tab\tnew\\line \"quoted\" 'single' \x41 \u0042 \U00000043 \101 \0".replace("\0", "NUL"))
print('it\'s', "it's", 'a "b"')
print(r"\n\t\\", r'raw\'quote', len(r"\n"))
print("""three
lines "here"
and 'there'""")
print('''a\
b''')
print("joined " "by "
      "the parser")
print(repr("\a\b\f\v\x1b\x7f"), repr("\t\n\r"), repr("\\"), repr("é中😀"))
print(ascii("é中😀"), ascii("plain"))
print("a\
b")
print(len("\n"), len("\\n"), len("\x00"), ord("\n"), ord("\\"))
print(b"bytes \x00\xff\n", b'it\'s', rb"\x00")
print("{}\n{}".format("\\", "\""))
print(f"{'a'}\t{'b'}\\{{}}", rf"{1}\n", f'{"x"!r}')
print("ab\rcd".split("\r"), "\u00e9" == "é", "e\u0301" == "é")
print("%s\n%%" % "x", "\u03b1")
long = ("one "
        "two "
        f"{3}")
print(long)
