/** Dates and times as form-js reads them, and writes them when it shows them: in the zone of the person, without seconds. */
const minutesInDay = 24 * 60;

export function readsAsDateTime(value: unknown, subtype: string): boolean {
	if (typeof value !== 'string') return false;
	if (subtype === 'time') return readTime(value, 0) !== undefined;
	const [date = '', ...rest] = value.split('T');
	const hasTime = subtype === 'datetime';
	return (hasTime ? rest.length === 1 : rest.length === 0) && date.split('-').length === 3 && !Number.isNaN(Date.parse(value));
}

export function isDate(text: string): boolean {
	const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00Z`) : NaN;
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function normalizeDateTime(value: unknown, subtype: string, format: string | undefined, now: number): unknown {
	if (typeof value !== 'string') return null;
	if (subtype === 'date') return isDate(value) ? value : null;
	if (subtype === 'time') {
		const offset = new Date(now).getTimezoneOffset();
		const minutes = readTime(value, offset);
		return minutes === undefined ? null : writeTime(minutes, offset, format);
	}
	if (subtype !== 'datetime') return null;
	const date = new Date(Date.parse(value));
	if (Number.isNaN(date.getTime())) return null;
	const minutes = 60 * date.getHours() + date.getMinutes();
	const offset = date.getTimezoneOffset();
	// In UTC it may be the day before or after.
	const days = format !== 'utc_normalized' ? 0 : minutes + offset < 0 ? -1 : minutes + offset > minutesInDay ? 1 : 0;
	date.setDate(date.getDate() + days);
	return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${writeTime(minutes, offset, format)}`;
}

/** Minutes of the day in the zone of the person. */
function readTime(text: string, offset: number): number | undefined {
	const [, own, sign, zone] = /^([^Z+-]*)(Z|\+|-)?(.*)$/s.exec(text)!;
	const minutes = readMinutes(own!);
	if (minutes === undefined || sign === undefined) return minutes;
	const away = sign === 'Z' ? 0 : readMinutes(zone!);
	if (away === undefined) return undefined;
	return (minutes + (sign === '+' ? -away : away) - offset + minutesInDay) % minutesInDay;
}

function readMinutes(text: string): number | undefined {
	const [hour = NaN, minute = 0] = text.split(':').map((part) => Number.parseInt(part, 10));
	return hour >= 0 && hour <= 24 && minute >= 0 && minute <= 60 ? hour * 60 + minute : undefined;
}

function writeTime(minutes: number, offset: number, format: string | undefined): string {
	if (format === 'utc_normalized') return `${writeMinutes((minutes + offset + minutesInDay) % minutesInDay)}Z`;
	return writeMinutes(minutes) + (format === 'utc_offset' ? `${offset > 0 ? '-' : '+'}${writeMinutes(Math.abs(offset))}` : '');
}

/** The offset of the person's zone, as ISO 8601 has it. */
export function writeOffset(date: Date): string {
	const offset = date.getTimezoneOffset();
	return offset === 0 ? 'Z' : writeTime(0, offset, 'utc_offset').slice(5);
}

const writeMinutes = (minutes: number): string => `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
