#!/bin/sh
# Run by npm ci when the Node that it installed does not start: since 26 it needs a library that a bare Debian lacks. Then
# the machine's own Node runs the project, if it is new enough to.
installed=node_modules/.bin/node
[ -e "$installed" ] || exit 0 # without dev dependencies
"$installed" --version >/dev/null 2>&1 && exit
rm -f "$installed"
own=$(node --version 2>/dev/null)
major=$(echo "${own#v}" | cut -d. -f1)
if [ "${major:-0}" -ge 24 ]; then
  echo "The Node of this project does not start here, so your own $own runs it. On Debian: apt-get install libatomic1" >&2
  exit
fi
echo "The Node of this project does not start here. On Debian: apt-get install libatomic1; or install Node 26." >&2
exit 1
