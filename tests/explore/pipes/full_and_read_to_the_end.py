# finds: nothing
# outcomes: 70000
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    os.close(r)
    os.write(w, b"x" * 70000)
    os._exit(0)
os.close(w)
n = 0
while True:
    piece = os.read(r, 65536)
    if not piece:
        break
    n += len(piece)
os.waitpid(child, 0)
print(n)
