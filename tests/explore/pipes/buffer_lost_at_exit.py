# What a file holds in its buffer is lost by os._exit().
# finds: nothing
# outcomes: "''"
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    out = os.fdopen(w, "w")
    out.write("one\n")
    os._exit(0)
os.close(w)
with os.fdopen(r) as lines:
    got = lines.read()
os.waitpid(child, 0)
print(repr(got))
