# set: full
# A chat server with rooms: one thread serves, clients are threads with inboxes.
import queue
import threading


class Message:
    def __init__(self, kind, sender, text="", room=None):
        self.kind, self.sender, self.text, self.room = kind, sender, text, room


class ChatServer(threading.Thread):
    def __init__(self):
        super().__init__(name="server")
        self.inbox = queue.Queue()
        self.clients = {}
        self.rooms = {}
        self.served = 0

    def run(self):
        while True:
            m = self.inbox.get()
            if m is None:
                break
            self.served += 1
            handler = getattr(self, "on_" + m.kind, self.on_unknown)
            handler(m)
        for client in self.clients.values():
            client.put(("server", "closing"))
            client.put(None)

    def tell(self, name, sender, text):
        if name in self.clients:
            self.clients[name].put((sender, text))

    def on_connect(self, m):
        self.clients[m.sender] = m.text
        self.tell(m.sender, "server", "welcome " + m.sender)

    def on_join(self, m):
        members = self.rooms.setdefault(m.room, [])
        if m.sender not in members:
            for other in members:
                self.tell(other, m.room, m.sender + " joined")
            members.append(m.sender)
        self.tell(m.sender, m.room, "members: " + ", ".join(sorted(members)))

    def on_say(self, m):
        members = self.rooms.get(m.room, [])
        if m.sender not in members:
            self.tell(m.sender, "server", "you are not in " + m.room)
            return
        for other in members:
            self.tell(other, m.room, m.sender + ": " + m.text)

    def on_whisper(self, m):
        to, _, text = m.text.partition(" ")
        if to not in self.clients:
            self.tell(m.sender, "server", "nobody is called " + to)
        else:
            self.tell(to, "whisper", m.sender + ": " + text)

    def on_leave(self, m):
        members = self.rooms.get(m.room, [])
        if m.sender in members:
            members.remove(m.sender)
            for other in members:
                self.tell(other, m.room, m.sender + " left")

    def on_unknown(self, m):
        self.tell(m.sender, "server", "what is " + m.kind + "?")


class Client(threading.Thread):
    def __init__(self, name, server):
        super().__init__(name=name)
        self.server = server
        self.inbox = queue.Queue()
        self.transcript = []
        server.inbox.put(Message("connect", name, self.inbox))

    def run(self):
        while (got := self.inbox.get()) is not None:
            self.transcript.append(got)

    def do(self, line):
        """Lines as a user types them: /join ROOM, /leave ROOM, /w NAME TEXT, ROOM: TEXT."""
        if line.startswith("/join ") or line.startswith("/leave "):
            verb, room = line[1:].split()
            m = Message(verb, self.name, room=room)
        elif line.startswith("/w "):
            m = Message("whisper", self.name, line[3:])
        elif line.startswith("/"):
            m = Message(line[1:].split()[0], self.name)
        else:
            room, _, text = line.partition(": ")
            m = Message("say", self.name, text, room)
        self.server.inbox.put(m)


SCRIPT = [
    ("ann", "/join tea"), ("bob", "/join tea"), ("ann", "tea: hello"), ("cy", "tea: may I?"), ("cy", "/join tea"),
    ("cy", "tea: now I may"), ("bob", "/w ann psst"), ("bob", "/w zed psst"), ("ann", "/dance"), ("bob", "/leave tea"),
    ("ann", "tea: 再见"), ("bob", "/join rock"), ("bob", "rock: anybody?"), ("cy", "/join tea"),
]


def main():
    server = ChatServer()
    clients = {name: Client(name, server) for name in ("ann", "bob", "cy")}
    server.start()
    for c in clients.values():
        c.start()
    for name, line in SCRIPT:
        clients[name].do(line)
    server.inbox.put(None)
    server.join()
    for name, c in clients.items():
        c.join()
        print("--", name, "saw", len(c.transcript), "lines")
        for sender, text in c.transcript:
            print("   [%s] %s" % (sender, text))
    print("served", server.served, "rooms", {r: sorted(m) for r, m in sorted(server.rooms.items())})


main()
