# set: first
# scope: beyond
import io

s = io.StringIO("one\ntwo\nthree")
print(s.readline(), s.read(2), s.readlines(), repr(s.read()))
w = io.StringIO()
print("printed", 5, file=w)
w.write("more")
print(repr(w.getvalue()), w.tell())
b = io.BytesIO(b"bytes")
print(b.read(2), b.getvalue(), b.read())
with io.StringIO("x\ny") as f:
    print([line.strip() for line in f])
print(f.closed)
