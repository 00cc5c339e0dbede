# set: first
# All children start working at the same signal.
from multiprocessing import Barrier, Event, Process, Value


def racer(ready, gate, finished):
    ready.wait()
    gate.wait()
    with finished.get_lock():
        finished.value += 1


if __name__ == "__main__":
    ready, gate, finished = Barrier(4), Event(), Value("i", 0)
    ps = [Process(target=racer, args=(ready, gate, finished)) for _ in range(3)]
    for p in ps:
        p.start()
    ready.wait()
    print("all are at the line:", finished.value, gate.is_set())
    gate.set()
    for p in ps:
        p.join()
    print("all have finished:", finished.value, [p.exitcode for p in ps])
