/** Writes a time in milliseconds since the epoch as ISO 8601 has it; null and undefined stay. */
export const toIso = <Time extends number | null | undefined>(time: Time) =>
	(typeof time === 'number' ? new Date(time).toISOString() : time) as string | Exclude<Time, number>;

export const toDay = (time: number): string => toIso(time).slice(0, 10);

/** Writes a time as people read it, in UTC. */
export const toMinute = (time: number): string => toIso(time).slice(0, 16).replace('T', ' ');
