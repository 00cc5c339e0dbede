# finds: nothing
# outcomes: "b'hello'"
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    os.close(r)
    os.write(w, b"hello")
    os._exit(0)
os.close(w)
data = b""
while True:
    more = os.read(r, 2)
    if not more:
        break
    data += more
os.waitpid(child, 0)
print(data)
