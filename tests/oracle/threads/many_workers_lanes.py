# set: first
# order: lane ^(w\d)
# Several threads at once: each keeps its own order.
import threading


def worker(name, n):
    for i in range(n):
        print(name, "step", i)


threads = [threading.Thread(target=worker, args=("w%d" % k, 5)) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("all done")
