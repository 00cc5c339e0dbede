# set: first
# Children report through one pipe.
import os

r, w = os.pipe()
for k in range(4):
    if os.fork() == 0:
        os.close(r)
        os.write(w, ("child %d\n" % k).encode())
        os._exit(0)
os.close(w)
text = b""
while True:
    part = os.read(r, 64)
    if not part:
        break
    text += part
for _ in range(4):
    os.wait()
print(sorted(text.decode().split("\n")[:-1]))
try:
    os.write(w, b"x")
except OSError as e:
    print(e.strerror)
