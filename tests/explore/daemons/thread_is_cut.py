# Main does not wait for a daemon: what it would have printed may be missing.
# options: --outputs
# finds: nothing
# outcomes: main daemon
from threading import Thread


def work():
    print("daemon")


Thread(target=work, daemon=True).start()
print("main")
