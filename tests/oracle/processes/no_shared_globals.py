# set: first
# A child process has its own copy of everything.
import multiprocessing

count = 0
items = []


def work(n):
    global count
    count += n
    items.append(n)
    print("child", n, "has", count, items)


if __name__ == "__main__":
    for n in (1, 2, 3):
        p = multiprocessing.Process(target=work, args=(n,))
        p.start()
        p.join()
    print("main has", count, items)
    count = 100
    p = multiprocessing.Process(target=work, args=(5,))
    p.start()
    p.join()
    print("main has", count, items)
