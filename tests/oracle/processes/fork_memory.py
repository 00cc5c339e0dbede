# set: first
# Copies after the fork: the same values, separate lives.
import os

data = {"n": 1, "items": [1, 2]}
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.close(r)
    data["n"] += 41
    data["items"].append("child")
    os.write(w, str(data).encode())
    os.close(w)
    os._exit(0)
os.close(w)
os.waitpid(pid, 0)
print("child had", os.read(r, 1000).decode())
print("end of file:", os.read(r, 10))
os.close(r)
print("parent has", data)
