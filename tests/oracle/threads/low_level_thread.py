# set: first
# The _thread module below threading.
import _thread
import threading

done = _thread.allocate_lock()
done.acquire()
out = []


def work(a, b, c=0):
    out.append((a, b, c, _thread.get_ident() != main_id))
    done.release()


main_id = _thread.get_ident()
_thread.start_new_thread(work, (1, 2), {"c": 3})
done.acquire()
print(out)


def leaves():
    out.append("before exit")
    done.release()
    _thread.exit()
    out.append("never")


_thread.start_new_thread(leaves, ())
done.acquire()
print(out[-1], done.locked())
done.release()
with done:
    print(done.locked(), done.acquire(False))
