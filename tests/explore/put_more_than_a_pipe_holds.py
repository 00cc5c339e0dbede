# finds: deadlock
# todo: what a process has put must fit into the pipe before it can end, and the model's pipes hold everything
# replays: no
from multiprocessing import Process, Queue


def work(q):
    q.put("x" * 200000)


if __name__ == "__main__":
    q = Queue()
    p = Process(target=work, args=(q,))
    p.start()
    p.join()
    print(len(q.get()))
