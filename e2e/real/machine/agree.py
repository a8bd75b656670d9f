"""A person at a terminal: shows the question of the system and types the password.

Arguments: the process that asks, a file with the password or the word "no". Says "ready" once the question can be shown.
"""

import os
import pty
import sys

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
        if answer == "no":
            os.write(terminal, b"\x03")
        else:
            with open(answer, "rb") as file:
                os.write(terminal, file.read().strip() + b"\n")
