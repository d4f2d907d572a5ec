#!/bin/sh
# Dumps the databases of n8n and of Troupe into /backups, at once and every BACKUP_HOURS hours, and keeps the newest BACKUP_KEEP of each.
# With --check: exits with 0 while each has a dump that is younger than twice that time.
set -eu
folder="${BACKUP_FOLDER:-/backups}"
hours="${BACKUP_HOURS:-24}"
keep="${BACKUP_KEEP:-14}"

if [ "${1:-}" = --check ]; then
	for database in n8n troupe; do
		find "$folder" -name "$database-*.dump" -mmin "-$((hours * 120))" | grep -q . || exit 1
	done
	exit 0
fi

umask 077
pause=''
trap '[ -z "$pause" ] || kill "$pause"; exit 0' TERM INT
while :; do
	now="$(date -u +%Y-%m-%dT%H-%M-%SZ)"
	for database in n8n troupe; do
		# A dump has its name once it is whole.
		if pg_dump --username postgres --format custom --file "$folder/.$database.part" "$database"; then
			mv "$folder/.$database.part" "$folder/$database-$now.dump"
			ls "$folder/$database"-*.dump | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f -- "$old"; done
			echo "wrote $folder/$database-$now.dump"
		else
			rm -f "$folder/.$database.part"
			echo "The database $database was not dumped. It is tried again in $hours hours." >&2
		fi
	done
	sleep "$((hours * 3600))" &
	pause=$!
	wait "$pause"
	pause=''
done
