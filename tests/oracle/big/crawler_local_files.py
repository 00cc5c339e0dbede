# set: full
# A crawler over pages that it first writes: a frontier queue, workers, a seen set, a broken link.
import os
import queue
import re
import threading

PAGES = {
    "index": ["about", "news", "shop"],
    "about": ["index", "team"],
    "team": ["ann", "bob", "about"],
    "ann": ["team"],
    "bob": ["team", "missing"],
    "news": ["news1", "news2", "index"],
    "news1": ["news2"],
    "news2": ["news1", "shop"],
    "shop": ["cart", "index", "gone"],
    "cart": ["shop"],
    "island": ["index"],
}


def write_site(folder):
    os.makedirs(folder)
    for name, links in PAGES.items():
        with open(os.path.join(folder, name + ".html"), "w", encoding="utf-8") as f:
            f.write("<html><head><title>Page %s</title></head>\n<body>\n" % name)
            for link in links:
                f.write('<p>go to <a href="%s.html">%s</a></p>\n' % (link, link.title()))
            f.write("<p>" + "word " * len(name) + "</p>\n</body></html>\n")


class Page:
    TITLE = re.compile(r"<title>(.*?)</title>")
    LINK = re.compile(r'href="(\w+)\.html"')

    def __init__(self, name, text):
        self.name = name
        self.title = self.TITLE.search(text).group(1)
        self.links = self.LINK.findall(text)
        self.words = text.count("word ")

    def __repr__(self):
        return "%s -> %s" % (self.name, ",".join(self.links))


class Crawler:
    def __init__(self, folder, workers):
        self.folder = folder
        self.frontier = queue.Queue()
        self.seen = set()
        self.pages = {}
        self.broken = []
        self.lock = threading.Lock()
        self.workers = [threading.Thread(target=self.work, name="crawler-%d" % i, daemon=True)
                        for i in range(workers)]

    def visit(self, name, came_from):
        with self.lock:
            if name in self.seen:
                return
            self.seen.add(name)
        self.frontier.put((name, came_from))

    def fetch(self, name):
        with open(os.path.join(self.folder, name + ".html"), encoding="utf-8") as f:
            return f.read()

    def work(self):
        while True:
            name, came_from = self.frontier.get()
            try:
                page = Page(name, self.fetch(name))
            except FileNotFoundError:
                with self.lock:
                    self.broken.append((name, came_from))
            else:
                with self.lock:
                    self.pages[name] = page
                for link in page.links:
                    self.visit(link, name)
            finally:
                self.frontier.task_done()

    def run(self, start):
        self.visit(start, None)
        for w in self.workers:
            w.start()
        self.frontier.join()


def distances(pages, start):
    far, edge = {start: 0}, [start]
    while edge:
        edge_next = []
        for name in edge:
            for link in pages[name].links:
                if link in pages and link not in far:
                    far[link] = far[name] + 1
                    edge_next.append(link)
        edge = edge_next
    return far


def backlinks(pages):
    back = {name: [] for name in pages}
    for page in pages.values():
        for link in page.links:
            if link in back:
                back[link].append(page.name)
    return back


def main():
    write_site("site")
    crawler = Crawler("site", 3)
    crawler.run("index")
    print("found", len(crawler.pages), "of", len(PAGES), "pages")
    for name in sorted(crawler.pages):
        print("  %r" % crawler.pages[name], "|", crawler.pages[name].title)
    print("broken:", sorted(crawler.broken))
    print("never linked:", sorted(set(PAGES) - crawler.seen))
    print("distances:", sorted(distances(crawler.pages, "index").items(), key=lambda kv: (kv[1], kv[0])))
    back = backlinks(crawler.pages)
    for name in sorted(back, key=lambda n: (-len(back[n]), n))[:3]:
        print("%-6s is linked from %d: %s" % (name, len(back[name]), sorted(back[name])))
    print("words:", sum(p.words for p in crawler.pages.values()))


if __name__ == "__main__":
    main()
