# finds: nothing
# outcomes: broken written
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    os.close(w)
    os.close(r)
    os._exit(0)
os.close(r)
try:
    os.write(w, b"x")
    how = "written"
except BrokenPipeError:
    how = "broken"
os.waitpid(child, 0)
print(how)
