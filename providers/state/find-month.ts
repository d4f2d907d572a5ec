/** Returns the calendar month of a moment in a time zone: `2026-11`. @param timeZone an IANA name; default UTC */
export function findMonth(at: number, timeZone = 'UTC'): string {
	const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(at);
	const read = (type: string) => parts.find((part) => part.type === type)!.value;
	return `${read('year')}-${read('month')}`;
}
