import type { Cron } from './parse-cron';

const dayMs = 86_400_000;
/** A day of February that is a certain day of the week comes within them. */
const searchedDays = 366 * 41;

/** The next time after `after` (milliseconds since the epoch, UTC); undefined when there is none. */
export function nextTime(cron: Cron, after: number): number | undefined {
	// A time that holds already is left by one second, and keeps its milliseconds (recorded from 8.6).
	const soon = after + 1000;
	if (holds(cron, after) && holds(cron, soon)) return soon;
	const earliest = Math.floor(soon / 1000) * 1000;
	let day = Math.floor(earliest / dayMs) * dayMs;
	for (let searched = 0; searched < searchedDays; searched++, day += dayMs) {
		if (!holdsOnDay(cron, day)) continue;
		const time = firstTimeOfDay(cron, Math.max(earliest - day, 0));
		if (time !== undefined) return day + time;
	}
	return undefined;
}

function holds(cron: Cron, time: number): boolean {
	const date = new Date(time);
	const clock = cron.second.has(date.getUTCSeconds()) && cron.minute.has(date.getUTCMinutes()) && cron.hour.has(date.getUTCHours());
	return clock && holdsOnDay(cron, time);
}

function holdsOnDay({ month, dayOfMonth, dayOfWeek }: Cron, time: number): boolean {
	const date = new Date(time);
	if (!month.has(date.getUTCMonth() + 1)) return false;
	const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	const day = { day: date.getUTCDate(), weekday: date.getUTCDay(), lastDay };
	return dayOfMonth.some((rule) => rule(day)) && dayOfWeek.some((rule) => rule(day));
}

/** Milliseconds of the day, not before `earliest`. */
function firstTimeOfDay({ hour, minute, second }: Cron, earliest: number): number | undefined {
	for (const [h, m, s] of clockTimes(hour, minute, second, earliest)) {
		const time = ((h * 60 + m) * 60 + s) * 1000;
		if (time >= earliest) return time;
	}
	return undefined;
}

/** Lists the times of a day in order, beginning with the hour and minute of `earliest`. */
function* clockTimes(hours: Set<number>, minutes: Set<number>, seconds: Set<number>, earliest: number): Iterable<[number, number, number]> {
	const sortedMinutes = ascending(minutes);
	const sortedSeconds = ascending(seconds);
	for (const h of ascending(hours)) {
		if ((h + 1) * 3_600_000 <= earliest) continue;
		for (const m of sortedMinutes) {
			if ((h * 60 + m + 1) * 60_000 <= earliest) continue;
			for (const s of sortedSeconds) yield [h, m, s];
		}
	}
}

const ascending = (values: Set<number>): number[] => [...values].sort((a, b) => a - b);
