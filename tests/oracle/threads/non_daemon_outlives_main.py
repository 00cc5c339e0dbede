# set: first
# Main's last line is not the program's last: a normal thread is waited for.
import threading

go = threading.Event()


def work():
    go.wait()
    print("thread still prints")


t = threading.Thread(target=work)
t.start()
print("main has nothing more to do")
go.set()
t.join(0)
