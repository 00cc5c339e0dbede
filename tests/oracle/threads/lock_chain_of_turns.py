# set: first
# Locks as batons: each thread lets the next one go.
import threading

N = 5
batons = [threading.Lock() for _ in range(N + 1)]
for b in batons:
    b.acquire()


def runner(i):
    batons[i].acquire()
    print("runner", i, "runs")
    batons[i + 1].release()


threads = [threading.Thread(target=runner, args=(i,)) for i in reversed(range(N))]
for t in threads:
    t.start()
print("ready, go")
batons[0].release()
batons[N].acquire()
print("finished")
for t in threads:
    t.join()
