# finds: nothing
# outcomes: 2
from multiprocessing import Lock, Process, Value


def work(lock, v):
    with lock:
        v.value += 1


if __name__ == "__main__":
    lock = Lock()
    v = Value("i", 0)
    ps = [Process(target=work, args=(lock, v)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(v.value)
    assert v.value == 2
