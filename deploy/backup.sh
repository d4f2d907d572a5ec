#!/bin/sh
# Dumps the databases of n8n and of Troupe into /backups, at once and every BACKUP_HOURS hours, and keeps the newest BACKUP_KEEP of each.
# A database that was not dumped is tried again after 5, 10, 20 … minutes, until the next dump of all databases.
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
ended=''
# A pause that has just begun still has this script's trap, in which TERM is lost: it gets KILL.
trap '[ "${!-}" = "$ended" ] || kill -KILL "$!"; exit 0' TERM INT
all='n8n troupe'
databases="$all"
rest="$((hours * 3600))"
retry=300
while :; do
	now="$(date -u +%Y-%m-%dT%H-%M-%SZ)"
	failed=''
	for database in $databases; do
		# A dump has its name once it is whole.
		if pg_dump --username postgres --format custom --file "$folder/.$database.part" "$database"; then
			mv "$folder/.$database.part" "$folder/$database-$now.dump"
			ls "$folder/$database"-*.dump | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f -- "$old"; done
			echo "wrote $folder/$database-$now.dump"
		else
			rm -f "$folder/.$database.part"
			failed="$failed $database"
		fi
	done
	seconds="$rest"
	if [ -n "$failed" ]; then
		[ "$retry" -ge "$rest" ] || seconds="$retry"
		retry="$((retry * 2))"
		echo "Not dumped:$failed. Read what pg_dump says above. The next attempt is in $((seconds / 60)) minutes." >&2
	fi
	sleep "$seconds" &
	wait "$!"
	ended=$!
	rest="$((rest - seconds))"
	databases="$failed"
	[ "$rest" -gt 0 ] || { databases="$all" rest="$((hours * 3600))" retry=300; }
done
