# set: first
from multiprocessing import Process


def quick():
    pass


if __name__ == "__main__":
    p = Process(target=quick)
    try:
        p.join()
    except AssertionError as e:
        print(e)
    print(p.is_alive(), p.exitcode, p.pid)
    p.start()
    try:
        p.start()
    except AssertionError as e:
        print(e)
    p.join()
    p.join(1)
    print(p.exitcode, p.is_alive())
    try:
        Process(5)
    except AssertionError as e:
        print(e)
    p.close()
    try:
        p.is_alive()
    except ValueError as e:
        print(e)
    try:
        p.name = 5
    except AssertionError:
        print("a name is a string")
    q = Process(target=quick, name="q")
    q.name = "renamed"
    print(q.name, q.daemon)
