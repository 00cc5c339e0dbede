# set: first
# exit: 0
# stderr: errors
# A dead thread does not change the program's exit code.
import sys
import threading


def fails():
    print("thread fails")
    raise OSError("in a thread")


def exits():
    sys.exit(9)


for f in (fails, exits):
    t = threading.Thread(target=f)
    t.start()
    t.join()
print("main ends well")
