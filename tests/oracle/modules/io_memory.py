# set: first
# Texts and bytes in memory.
import io
def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, "errno", "-"), getattr(e, "filename", "-"))
s = io.StringIO("ab\ncd"); print(s.read(1), s.tell(), s.readline(), s.read(), s.seek(0), s.write("XYZ12345"), s.getvalue()); t(lambda: s.write(1))
s.close(); t(lambda: s.read()); t(lambda: s.getvalue())
b = io.BytesIO(b"abc\ndef"); print(b.readline(), b.read(), b.seek(1), b.write(b"ZZ"), b.getvalue(), b.tell(), list(io.BytesIO(b"a\nb"))); t(lambda: b.write("x"))
