# set: first
# order: lines
# A loop of forks in which only the parent goes on.
import os

children = []
for i in range(3):
    pid = os.fork()
    if pid == 0:
        print("child", i, "has", len(children), "brothers before it")
        os._exit(i)
    children.append(pid)
codes = []
for _ in children:
    pid, status = os.wait()
    codes.append((children.index(pid), os.WEXITSTATUS(status)))
print(sorted(codes))
try:
    os.wait()
except ChildProcessError as e:
    print("no more:", type(e).__name__)
