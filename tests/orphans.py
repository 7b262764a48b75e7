"""A test that is killed takes the servers it started along."""

import shutil

# Written before a command: the kernel ends it when whoever started it is gone, however that came. Linux only.
ENDS_WITH_ITS_TEST = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
