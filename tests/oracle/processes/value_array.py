# set: first
from multiprocessing import Array, Process, Value


def work(v, a, k):
    with v.get_lock():
        v.value += k
    a[k] = k * k


if __name__ == "__main__":
    v, a = Value("i", 100), Array("i", 4)
    f = Value("d", 1.5)
    ps = [Process(target=work, args=(v, a, k)) for k in range(4)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(v.value, a[:], list(a), len(a), f.value)
    a[1:3] = [7, 8]
    print(a[:], sum(a), a[-1])
    b = Array("d", [1, 2.5])
    b[0] = 9
    print(b[:], b[0] + b[1])
    c = Value("b", -5)
    c.value -= 1
    print(c.value)
    try:
        a[10]
    except IndexError as e:
        print(e)
    try:
        v.value = "text"
    except TypeError:
        print("only numbers")
    u = Value("i", 3, lock=False)
    u.value += 1
    print(u.value, hasattr(u, "get_lock"))
