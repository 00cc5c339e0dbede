def run(n):
    size = 0
    for i in range(n):
        size += len(f"{i:>6} {i / 7:.3f} {i!r}") + len("%d-%s" % (i, "x")) + len("{} {}".format(i, size))
    return size


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
