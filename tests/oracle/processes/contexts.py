# set: first
import multiprocessing as mp


def hello(q):
    q.put("hello from " + mp.current_process().name)


if __name__ == "__main__":
    mp.freeze_support()
    ctx = mp.get_context("fork")
    q = ctx.Queue()
    p = ctx.Process(target=hello, args=(q,), name="ctx-child")
    p.start()
    print(q.get())
    p.join()
    mp.set_start_method("fork")
    print(mp.get_start_method())
    try:
        mp.set_start_method("fork")
    except RuntimeError as e:
        print(e)
    try:
        mp.get_context("teleport")
    except ValueError as e:
        print(e)
