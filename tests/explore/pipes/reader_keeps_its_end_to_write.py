# A pipe ends when nobody has it open to write any more: who reads has it open himself.
# finds: deadlock
import os

r, w = os.pipe()
child = os.fork()
if child == 0:
    os.close(r)
    os.write(w, b"hello")
    os._exit(0)
while os.read(r, 5):
    pass
os.waitpid(child, 0)
