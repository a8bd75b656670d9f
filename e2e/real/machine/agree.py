"""A person at a terminal: shows the question of the system and types the password.

Arguments: the process that asks, a file with the password. Says "ready" once the question can be shown.
"""

import os
import pty
import sys
import termios
import time

asker, answer = sys.argv[1:3]
ready, told = os.pipe()
os.set_inheritable(told, True)
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("pkttyagent", ["pkttyagent", "--process", asker, "--notify-fd", str(told)])
os.close(told)
os.read(ready, 1)
print("ready", flush=True)
seen = b""
while True:
    try:
        more = os.read(terminal, 1024)
    except OSError:
        break
    if not more:
        break
    seen += more
    sys.stdout.write(more.decode(errors="replace"))
    sys.stdout.flush()
    if b"assword:" in seen:
        seen = b""
        # What is typed before the terminal stops to show it is thrown away.
        while termios.tcgetattr(terminal)[3] & termios.ECHO:
            time.sleep(0.01)
        with open(answer, "rb") as file:
            os.write(terminal, file.read().strip() + b"\n")
