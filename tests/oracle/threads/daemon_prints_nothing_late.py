# set: first
# A daemon thread that waits for ever is simply gone at the end; its finally does not run.
import threading

begun = threading.Event()


def guard():
    try:
        begun.set()
        threading.Event().wait()
    finally:
        print("never printed")


threading.Thread(target=guard, daemon=True).start()
begun.wait()
print("main ends")
