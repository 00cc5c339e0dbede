# set: first
# Parent and child speak by signals.
import os
import signal
import time

r, w = os.pipe()
pid = os.fork()
if pid == 0:
    def hello(number, frame):
        os.write(w, b"child got the signal")
        os._exit(0)
    signal.signal(signal.SIGUSR1, hello)
    os.write(w, b"ready")
    while True:
        time.sleep(0.01)
os.read(r, 5)
os.kill(pid, signal.SIGUSR1)
print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]), os.read(r, 100))
