# set: first
from multiprocessing import Event, Process


def wait_for(e):
    e.wait()


if __name__ == "__main__":
    e = Event()
    p = Process(target=wait_for, args=(e,))
    p.start()
    print(p.join(0.05), p.is_alive(), p.exitcode)
    p.join(timeout=0)
    print(p.is_alive())
    e.set()
    p.join(30)
    print(p.is_alive(), p.exitcode)
