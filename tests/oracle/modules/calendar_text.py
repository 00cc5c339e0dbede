# set: first
import calendar

print(calendar.month(2024, 2), calendar.calendar(2023), sep="")
calendar.prmonth(2026, 11, 3, 1)
print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.leapdays(1990, 2025), calendar.weekday(2000, 1, 1), calendar.firstweekday(), calendar.weekheader(3))
print(calendar.monthcalendar(2021, 8), calendar.month_name[3], calendar.month_abbr[12], calendar.day_name[0], list(calendar.day_abbr), calendar.timegm((1970, 1, 2, 0, 0, 1)))
c = calendar.Calendar(calendar.SUNDAY)
print(list(c.itermonthdays(2024, 9))[:8], list(c.itermonthdays2(2024, 9))[:3], c.monthdayscalendar(2024, 9)[0], [str(d) for d in c.itermonthdates(2024, 9)][:2], list(c.iterweekdays()), len(c.yeardayscalendar(2024)))
calendar.setfirstweekday(calendar.SUNDAY)
print(calendar.month(2024, 5))
print(calendar.TextCalendar(2).formatmonth(2024, 1, 4, 1))
for bad in (lambda: calendar.monthrange(2024, 13), lambda: calendar.setfirstweekday(7), lambda: calendar.weekday(2024, 2, 30)):
    try:
        print(bad())
    except ValueError as e:
        print(type(e).__name__, e)
