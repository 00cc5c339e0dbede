# Main does not wait for a daemon: what it would have printed may be missing.
# options: --outputs
# finds: nothing
# outcomes: main daemon
# todo: the end of main is no step of its own, though a daemon may still print before it
from threading import Thread


def work():
    print("daemon")


Thread(target=work, daemon=True).start()
print("main")
