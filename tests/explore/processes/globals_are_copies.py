# finds: nothing
# outcomes: "[]"
from multiprocessing import Process

found = []


def work(i):
    found.append(i)


if __name__ == "__main__":
    ps = [Process(target=work, args=(i,)) for i in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(found)
