"""What is wrong between us and a recorder, one step at a time: name, route, port, RTSP,
log-in, permission, clock, footage. Each step has one finding, in words with what to do.

Used by the set-up pages, by the daily check, and by ``check_recorder`` on the command line.
"""
