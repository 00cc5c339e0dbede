# set: first
# Identities: ident, native_id, get_ident.
import os
import threading

seen = []


def work():
    seen.append((threading.get_ident(), threading.get_native_id()))


t = threading.Thread(target=work)
print(t.ident, t.native_id)
t.start()
t.join()
print(seen[0][0] == t.ident, seen[0][1] == t.native_id, isinstance(t.ident, int))
print(t.ident != threading.get_ident(), t.native_id != threading.get_native_id())
print(threading.main_thread().ident == threading.get_ident())
print(threading.main_thread().native_id == os.getpid())
