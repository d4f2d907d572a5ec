import { isVariable, treeLimits } from '../limits';
import { readFeel, type Reading } from './reading';
import { toDuration } from './to-time';

const units = String.raw`(?:P[\dTDHMSWY]+|\d{1,4}\s+[a-z]{1,10})`;
/** `dueDate - 3 days` and `dueDate - P3D`. */
const less = new RegExp(String.raw`^(\w{1,40})\s*[-–]\s*(${units})$`, 'i');
/** `3 days before dueDate`. */
const before = new RegExp(String.raw`^(${units})\s+(?:before|antes d[aeo])\s+(\w{1,40})$`, 'i');

/** Reads a date and time, or FEEL of one. A day alone begins at midnight of the world's time. */
export function toDate(at: Pick<Reading, 'reader' | 'path'>, written: string): string {
	const text = written.trim().slice(0, treeLimits.expression);
	if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00Z`;
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(text)) return `${text}Z`;
	return /^\d{4}-/.test(text) ? text : (readFeel(at, readLead(text) ?? text, 'date') ?? text);
}

/** Makes FEEL of a time before a date. */
function readLead(text: string): string | undefined {
	const [, name, lead] = less.exec(text) ?? [];
	const [, early, field] = before.exec(text) ?? [];
	const [date = '', duration] = [name ?? field, toDuration(lead ?? early)];
	return duration !== undefined && isVariable(date) ? `${date} - duration("${duration}")` : undefined;
}
