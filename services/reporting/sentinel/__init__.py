"""
Counts every due date a second time, from the log alone, and alarms on any difference.

It knows no rule book and shares no line of code with the counting of deadlines: an import
rule forbids it. It lives in another process, so that a deadline service that stands still is
noticed as well as one that counts wrongly.
"""
