# A child that has ended and was not waited for can be sent a signal; one that was waited for is not there any more.
# finds: nothing
# outcomes: "[0, 'gone']"
import os
import signal

child = os.fork()
if child == 0:
    os._exit(0)
other = os.fork()
if other == 0:
    os._exit(0)
os.waitpid(other, 0)
said = []
os.kill(child, signal.SIGKILL)
_, status = os.waitpid(child, 0)
said.append(0 if status in (0, signal.SIGKILL) else status)
try:
    os.kill(child, signal.SIGKILL)
except ProcessLookupError:
    said.append("gone")
print(said)
