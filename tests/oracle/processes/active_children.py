# set: first
import multiprocessing as mp


def wait_for(event):
    event.wait()


if __name__ == "__main__":
    event = mp.Event()
    print(mp.active_children(), mp.cpu_count() >= 1, mp.parent_process())
    ps = [mp.Process(target=wait_for, args=(event,), name="waiter-%d" % k) for k in range(3)]
    for p in ps:
        p.start()
    print(sorted(p.name for p in mp.active_children()), ps[0] in mp.active_children())
    event.set()
    for p in ps:
        p.join()
    print(mp.active_children(), mp.current_process().name)
