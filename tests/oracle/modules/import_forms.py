# set: first
import os, sys, time as t
import os.path
import concurrent.futures
import concurrent.futures as cf
import multiprocessing.pool
import json as j, math as m
from os import getpid as pid, path
from collections import deque as dq, Counter
from threading import (Thread,
                       Lock)
import multiprocessing as mp
from multiprocessing import Process, Queue as Q

print(os.getpid() == pid(), path is os.path, t.time() > 0, cf is concurrent.futures, m.floor(2.5), j.dumps([1]), dq([1]), Counter("a"))
print(mp.Process is Process, Thread.__name__, callable(Q), Lock is not None, os.__name__, cf.__name__)


def local_import():
    import random
    from string import digits
    return digits, random.randint(1, 1)


print(local_import())
try:
    random
except NameError as e:
    print(e)
for name in ("not_there", "os.not_there", "math.pi.x"):
    try:
        __import__(name)
    except ImportError as e:
        print(type(e).__name__, e)
try:
    from math import no_such_name
except ImportError as e:
    print(str(e).split(" (")[0])
try:
    m.no_such_name
except AttributeError as e:
    print(e)
