# set: first
# Every mode, place, line end and encoding of open(), and what each misuse raises.
import json
def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, "errno", "-"), getattr(e, "filename", "-"))
t(lambda: open("f", "rw"))
t(lambda: open("f", "b"))
t(lambda: open("f", ""))
t(lambda: open("f", "rbt"))
t(lambda: open("f", "rb", encoding="utf-8"))
t(lambda: open("f", "rr"))
t(lambda: open("f", "U"))
t(lambda: open("f", 5))
t(lambda: open(1.5))
t(lambda: open("."))
t(lambda: open("w\0"))
t(lambda: open("no/f", "w"))
t(lambda: open(77))
t(lambda: open("f", "w", encoding="nix"))
t(lambda: open("f", "w", newline="x"))
t(lambda: open("f", "w", 0))
f = open("t.txt", "w")
t(lambda: f.read()); t(lambda: f.readline()); t(lambda: f.write(b"x")); t(lambda: f.write("ab\n"))
t(lambda: (f.readable(), f.writable(), f.seekable(), f.fileno() > 2, f.isatty()))
print(f, repr(f.mode), f.encoding, f.errors, f.newlines, f.name)
print(f.tell()); f.close(); t(lambda: f.write("x")); t(lambda: f.tell()); t(lambda: list(f)); t(lambda: f.flush()); t(lambda: f.seek(0))
t(lambda: f.__enter__())
with open("crlf.txt", "wb") as b: print(b, b.mode, b.write(b"one\r\ntwo\r\nthree\rfour\n\r\nlast"))
with open("crlf.txt") as f:
    print(repr(f.readline()), f.tell(), repr(f.read(2)), f.tell(), f.newlines)
    print(f.readlines(), f.tell())
for nl in (None, "", "\n", "\r", "\r\n"):
    with open("crlf.txt", newline=nl) as f: print(nl, f.readlines())
    with open("nl.txt", "w", newline=nl) as f: f.write("a\nb\r\n")
    with open("nl.txt", "rb") as f: print(f.read())
with open("u.txt", "w", encoding="utf-8") as f: f.write("héllo 世界\nzwei\n")
with open("u.txt", encoding="utf-8") as f:
    print(f.read(3), f.tell(), f.read(4), f.tell(), f.seek(0), f.read(1))
    t(lambda: f.seek(2, 1)); t(lambda: f.seek(-1, 2)); t(lambda: f.seek(-1)); print(f.seek(0, 2), f.read())
    f.seek(0)
    for line in f:
        t(lambda: f.tell())
        break
t(lambda: open("u.txt", encoding="ascii").read())
print(open("u.txt", encoding="ascii", errors="replace").read(9))
print(repr(open("u.txt", encoding="latin-1").read()))
t(lambda: open("x.txt", "w", encoding="ascii").write("é"))
print(open("x.txt", "w", encoding="ascii", errors="ignore").write("aéb"))
print(open("x.txt").read())
with open("u.txt", "rb") as f:
    print(f, f.readline(), f.tell(), f.seek(-3, 1), f.read(), f.seek(-5, 2), f.readlines(), f.peek())
    t(lambda: f.write(b"x"))
t(lambda: f.read()); t(lambda: f.readline())
with open("r.bin", "w+b") as f:
    print(f, f.mode, f.write(b"hello world"), f.seek(0), f.read(5), f.write(b"XX"), f.seek(0), f.read(), f.truncate(4), f.seek(0), f.read())
with open("r.bin", "ab+") as f:
    print(f.mode, f.tell(), f.write(b"zz"), f.seek(0), f.read())
with open("rp.txt", "w+") as f:
    f.write("line1\nline2\n"); f.seek(0); print(f.readline(), f.write("more\n")); f.seek(0); print(f.read())
with open("ap.txt", "a+") as f:
    f.write("abc"); f.seek(0); print(f.read(), f.tell())
json.dump({"a": 1}, open("db.txt", "w"))
print(json.load(open("db.txt")))
