# set: first
# Three smokers, an agent with a list: who can smoke each time is decided by what lies on the table.
import threading

THINGS = ("paper", "tobacco", "match")
table = {}
cond = threading.Condition()
log = []


def smoker(own, needs):
    while True:
        with cond:
            cond.wait_for(lambda: table.get("end") or all(table.get(n) for n in needs))
            if table.get("end"):
                return
            for n in needs:
                table[n] = False
            log.append(own)
            cond.notify_all()


def agent(order):
    for missing in order:
        with cond:
            for thing in THINGS:
                if thing != missing:
                    table[thing] = True
            cond.notify_all()
            cond.wait_for(lambda: not any(table.get(t) for t in THINGS))
    with cond:
        table["end"] = True
        cond.notify_all()


order = ["match", "paper", "paper", "tobacco", "match"]
threads = [threading.Thread(target=smoker, args=(t, [x for x in THINGS if x != t])) for t in THINGS]
threads.append(threading.Thread(target=agent, args=(order,)))
for t in threads:
    t.start()
for t in threads:
    t.join()
print(log, log == order)
