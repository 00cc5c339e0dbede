# set: first
# keep: times
# Every letter of strftime, and the way back.
import time

whole = [time.gmtime(n) for n in (0, 1, 951782400, 1078012799, 1234567890, 1704067199, 1735689600, -86401, 4102444800)]
for t in whole:
    print(time.strftime("%Y %m %d %e %H %I %M %S %p %a %A %b %B %y %C %j %w %u %U %W %V %G %h %D %F %T %R %r %c %x %X %% %-d %-H %-m|%n%t|", t))
print(time.gmtime(1234567890), time.gmtime(0).tm_yday, tuple(time.gmtime(59))[:6], time.gmtime(1e9 + 0.9).tm_sec, time.gmtime(-0.5).tm_sec)
t = time.strptime("30 Nov 00", "%d %b %y")
print(t, t.tm_wday, t.tm_isdst)
for text, form in [("2024-02-29 23:59:60", "%Y-%m-%d %H:%M:%S"), ("Mon Jan  2 03:04:05 2006", "%c"), ("12/31/99", "%D"), ("11:15:30 PM", "%I:%M:%S %p"),
                   ("12 am", "%I %p"), ("200 2023", "%j %Y"), ("friday march 7", "%A %B %d"), ("2024 10 1", "%Y %W %w"), ("2024 10 0", "%Y %U %w"),
                   ("2020 30 7", "%G %V %u"), ("a  b", "a b"), ("100%", "%H0%%"), ("2024-13-01", "%Y-%m-%d"), ("x", "%Y"), ("2024-01-01x", "%Y-%m-%d"),
                   ("2023-02-29", "%Y-%m-%d"), ("5", "%Q"), ("5", "%"), ("", "%d"), ("24:00", "%H:%M"), ("Feb 29", "%b %d")]:
    try:
        print(text, tuple(time.strptime(text, form)))
    except ValueError as e:
        print(text, "ValueError", e)
for bad in [lambda: time.strftime(3), lambda: time.strftime("%Y", 3), lambda: time.strftime("%Y", (1, 2)), lambda: time.strptime(3, "%Y"), lambda: time.gmtime("x"),
            lambda: time.strftime("%B", (2024, 13, 1, 0, 0, 0, 0, 1, 0)), lambda: time.struct_time((1, 2)), lambda: time.mktime(5), lambda: time.get_clock_info("x"),
            lambda: time.asctime((2024, 1, 1, 25, 0, 0, 0, 1, 0))]:
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(time.mktime(time.localtime(10 ** 9)), time.mktime((2000, 14, 35, 25, 61, 61, 0, 0, 0)), time.mktime((1969, 12, 31, 23, 59, 58, 0, 0, -1)))
print(time.timezone, time.altzone, time.daylight, time.tzname, time.strftime("%Z %z", time.localtime(0)), time.localtime(0).tm_zone, time.gmtime(0).tm_gmtoff)
print(time.asctime((2024, 5, 6, 7, 8, 9, 0, 127, 0)), time.ctime(86400.7), time.struct_time(range(9)), time.struct_time(range(9)) == tuple(range(9)))
print(time.get_clock_info("monotonic").monotonic, type(time.perf_counter_ns()), type(time.process_time_ns()), time.clock_gettime(time.CLOCK_REALTIME) > 1e9)
