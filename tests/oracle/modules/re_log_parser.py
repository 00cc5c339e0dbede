# set: first
# keep: times
import re
from collections import Counter, defaultdict

LOG = """\
10.0.0.1 - [12:00:01] "GET /index" 200 512
10.0.0.2 - [12:00:02] "POST /login" 403 87
garbage line
10.0.0.1 - [12:00:05] "GET /logo.png" 200 2048
10.0.0.3 - [12:00:07] "GET /nope" 404 12
"""
LINE = re.compile(r'(?P<ip>[\d.]+) - \[(?P<at>[^\]]+)\] "(?P<verb>[A-Z]+) (?P<path>\S+)" (?P<code>\d{3}) (?P<size>\d+)')
codes, per_ip, bad = Counter(), defaultdict(int), []
for number, line in enumerate(LOG.splitlines(), 1):
    m = LINE.match(line)
    if not m:
        bad.append((number, line))
        continue
    d = m.groupdict()
    codes[d["code"]] += 1
    per_ip[d["ip"]] += int(d["size"])
    print(d["at"], d["verb"].ljust(5), d["path"])
print(codes, dict(per_ip), bad)
