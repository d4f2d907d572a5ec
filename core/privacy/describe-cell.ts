/** A cell of an export's page: times of the tenant's zone, words in the person's language. */
import { toZonedMinute } from '../base/iso-time';
import type { Language } from '../base/text/languages';
import { writeDays } from '../base/text/write-day';
import { describeMissingBasis, readMissingBasis } from '../ports/channels/contact-consents';
import { unreadable } from '../base/privacy/unreadable';
import { exportPageWords } from './export-page-words';
import { exportFields, exportFieldValues, exportValues } from './export-values';

interface CellPlace {
	table: string;
	column: string;
	language: Language;
	timeZone: string;
}

const maxDepth = 20;

export const isTime = (name: string): boolean => /^(?:at|since|until)$|_at$/.test(name);

export function describeCell(value: unknown, place: CellPlace): string {
	const { table, column, language, timeZone } = place;
	if (value === null || value === undefined) return '';
	if (isTime(column) && typeof value === 'string') return writeDays(toZonedMinute(Date.parse(value), timeZone), language);
	if (column === 'due_on' && typeof value === 'string') return writeDays(value, language);
	if (value === unreadable) return exportPageWords[language].unreadable;
	if (column === 'author') return exportPageWords[language].authors[value as 'contact'] ?? describeValue(value);
	if (Object.hasOwn(exportFields, `${table}.${column}`)) return describeFields(value, place);
	return translate(exportValues[`${table}.${column}`], value, language) ?? describeValue(value);
}

function translate(words: (typeof exportValues)[string] | undefined, value: unknown, language: Language): string | undefined {
	return words !== undefined && typeof value === 'string' && Object.hasOwn(words, value) ? words[value]![language] : undefined;
}

const times = new Set(['at', 'until', 'violations', 'passedAt', 'blockedUntil', 'refusals', 'probes', 'told', 'repeats', 'similar']);
const closed = new Set(['kind', 'proof', 'from', 'to']);
const hidden = new Set(['mark']);

function describeFields(value: unknown, place: CellPlace, field?: string, depth = 0): string {
	const { table, column, language, timeZone } = place;
	if (value === null || value === undefined) return '';
	if (typeof value === 'number' && field !== undefined && times.has(field)) return writeDays(toZonedMinute(value, timeZone), language);
	const missing = field === 'reason' && typeof value === 'string' ? readMissingBasis(value) : undefined;
	if (missing) return describeMissingBasis(missing, language);
	if (typeof value !== 'object')
		return (closed.has(field ?? '') ? translate(exportFieldValues, value, language) : undefined) ?? describeValue(value);
	if (depth === maxDepth) return '…';
	if (Array.isArray(value)) return value.map((item) => describeFields(item, place, field, depth + 1)).join('\n');
	const shown = Object.entries(value).filter(
		([name, one]) => !hidden.has(name) && one !== null && one !== undefined && !(Array.isArray(one) && one.length === 0),
	);
	// Name no field where each list item is only a time.
	if (depth > 1 && shown.length === 1 && shown[0]![0] === 'at') return describeFields(shown[0]![1], place, 'at', depth + 1);
	return shown
		.map(([name, one]) => {
			const label = translate(exportFields[`${table}.${column}`], name, language) ?? name;
			return `${label}: ${describeFields(one, place, name, depth + 1)}`;
		})
		.join('\n');
}

function describeValue(value: unknown, depth = 0): string {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object') return JSON.stringify(value) ?? '';
	if (value === null) return '';
	if (depth === maxDepth) return '…';
	if (Array.isArray(value)) return value.map((item) => describeValue(item, depth + 1)).join('\n');
	const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
	// Words come first, without field names.
	const { text } = value as { text?: unknown };
	if (typeof text === 'string') {
		const more = fields.filter(([name]) => name !== 'text' && name !== 'kind');
		return [text, ...more.map(([name, field]) => `${name}: ${describeValue(field, depth + 1)}`)].join('\n');
	}
	return fields.map(([name, field]) => `${name}: ${describeValue(field, depth + 1)}`).join('\n');
}
