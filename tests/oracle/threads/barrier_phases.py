# set: first
# A barrier: nobody enters phase two before all have ended phase one.
import threading

N = 3
barrier = threading.Barrier(N)
log = []


def worker(k):
    for phase in range(3):
        log.append(phase)
        barrier.wait()


threads = [threading.Thread(target=worker, args=(k,)) for k in range(N)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(log == sorted(log), len(log), barrier.n_waiting, barrier.parties, barrier.broken)
numbers = []


def number():
    numbers.append(barrier.wait())


threads = [threading.Thread(target=number) for k in range(N)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(numbers))
