# set: first
# A pipe between processes: the reader waits, the writer fills it more than once.
import os, time
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.close(r)
    time.sleep(0.05)
    os.write(w, b"x" * 200000)
    os._exit(3)
os.close(w)
n = 0
while True:
    data = os.read(r, 65536)
    if not data:
        break
    n += len(data)
print(n, os.waitpid(pid, 0)[1] >> 8)
