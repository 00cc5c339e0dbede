# set: first
# keep: times
import time

t = time.gmtime(86400 * 365)
print(t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_wday, t.tm_yday, t[0], t[3:6])
print(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(1000000000)))
print(time.strftime("%j %a %A %b %B %y %I %p %%", time.gmtime(1234567890)))
print(time.ctime(1000000000), time.asctime(time.gmtime(0)))
print(time.mktime(time.localtime(1000000000)) == 1000000000.0)
print(time.strptime("2024-02-29", "%Y-%m-%d").tm_yday)
n = time.localtime()
print(n.tm_year >= 2024, len(time.strftime("%Y-%m-%d %H:%M:%S")), time.strftime("%X").count(":"))
