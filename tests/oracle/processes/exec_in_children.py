# set: first
# needs: exec
# A process may become another program.
import os

print("parent begins", flush=True)
for call in (lambda: os.execlp("echo", "echo", "execlp", "a b"), lambda: os.execvp("sh", ["sh", "-c", "exit 7"]),
             lambda: os.execv("/bin/sh", ["sh", "-c", "kill -TERM $$"]), lambda: os.execle("/bin/sh", "sh", "-c", "echo $X", {"X": "set"}),
             lambda: os.execvp("no-such-program", ["x"])):
    pid = os.fork()
    if pid == 0:
        try:
            call()
            print("never")
        except OSError as e:
            print(type(e).__name__, e.errno, flush=True)
            os._exit(9)
    status = os.waitpid(pid, 0)[1]
    print(os.waitstatus_to_exitcode(status), flush=True)
r, w = os.pipe()
if os.fork() == 0:
    os.dup2(w, 1)
    os.execlp("echo", "echo", "into the pipe")
os.wait()
print(os.read(r, 100))
print(os.popen("echo one; echo two").read().split(), os.popen("exit 2").close(), os.spawnlp(os.P_WAIT, "sh", "sh", "-c", "exit 4"))
