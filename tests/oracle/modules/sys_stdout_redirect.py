# set: first
# scope: beyond
import contextlib
import io
import sys

buffer = io.StringIO()
old = sys.stdout
sys.stdout = buffer
print("caught", 1)
sys.stdout.write("also caught\n")
sys.stdout = old
print(repr(buffer.getvalue()))
with contextlib.redirect_stdout(io.StringIO()) as out:
    print("inside")
print(repr(out.getvalue()))


class Loud:
    def write(self, text):
        old.write(text.upper())

    def flush(self):
        pass


sys.stdout = Loud()
print("quiet words")
sys.stdout = sys.__stdout__
print("normal again")
