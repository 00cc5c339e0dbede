# finds: exception
import os

child = os.fork()
if child == 0:
    os._exit(0)
os.wait()
os.wait()
