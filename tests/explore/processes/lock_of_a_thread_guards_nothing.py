# A lock of threading is copied with the process: each has its own.
# outcomes: 1 2
# verdict: fails
from multiprocessing import Process, Value
from threading import Lock

lock = Lock()


def work(v):
    with lock:
        v.value += 1


if __name__ == "__main__":
    v = Value("i", 0)
    ps = [Process(target=work, args=(v,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(v.value)
    assert v.value == 2
