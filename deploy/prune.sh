#!/bin/sh
# Removes what was finished longer ago than so many days: archived files, and what was written about files of which none of the
# name is left: records (.state), error files and outcome files. What waits, is being processed or has failed stays, with all about it.
# Usage, on the SFTP server or where its directory is mounted: prune.sh <root> <days, at least 30> [--dry-run]
set -eu

root=${1:?"usage: prune.sh <root> <days> [--dry-run]"}
days=${2:?"usage: prune.sh <root> <days> [--dry-run]"}
mode=${3:-}
# Whatever is not understood must not remove anything.
case "$#:$mode" in 2: | 3:--dry-run) ;; *) echo "usage: prune.sh <root> <days> [--dry-run]" >&2; exit 2 ;; esac
[ -d "$root" ] || { echo "prune.sh: There is no folder $root." >&2; exit 2; }
[ "$days" -ge 30 ] || { echo "prune.sh: At least 30 days: rows are sent again for 14, and files can come late." >&2; exit 2; }

remove() {
  if [ "$mode" = --dry-run ]; then echo "would remove $1"; else rm -- "$1" && echo "removed $1"; fi
}

old_in() { find "$1" -maxdepth 1 -type f -mtime +"$days" 2>/dev/null || true; }

# Whether a file of this name waits, is being processed, has failed, or is in an archive and stays there.
is_left() {
  for path in "$1/$2" "$1/processing/$2" "$1/failed/$2" "$1"/processing/*~"$2"; do
    if [ -e "$path" ]; then return 0; fi
  done
  [ -n "$(find "$1/archive/$2" -type f ! -mtime +"$days" 2>/dev/null)" ]
}

find "$root" -type d -name archive | while IFS= read -r archive; do
  feed=${archive%/archive}
  # Other programs have archives too: one of a feed has one of these beside it.
  [ -d "$feed/.tmp" ] || [ -d "$feed/processing" ] || continue
  for kind in .state error outcome; do
    old_in "$feed/$kind" | while IFS= read -r file; do
      name=$(basename "$file" | sed -e 's/\.outcome\(-[0-9]*\)\{0,1\}\.csv$//' -e 's/\(\.changed\)\{0,1\}\.errors\(-[0-9]*\)\{0,1\}\.csv$//')
      if [ "$kind" = .state ]; then name=${name%.json}; fi
      is_left "$feed" "$name" || remove "$file"
    done
  done
  old_in "$archive" | while IFS= read -r file; do remove "$file"; done
done
