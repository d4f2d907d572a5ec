import { readDates, readNumbers } from '../flow/spellings';
import { tokenShape } from '../base/text/masked-token';
import type { Field } from './form';
import type { ValuePlace, ValuesInText } from './values-in-text';

/** A fitting value that is in the text; `standing` is absent for listed values, and for yes and no. */
export interface ReadValue {
	value: string | number | boolean;
	standing?: ValuePlace;
}

export function readField(field: Field, value: unknown, shown: unknown, text: ValuesInText): ReadValue | undefined {
	const { kind } = field;
	if (kind === 'boolean') return typeof value === 'boolean' ? { value } : undefined;
	if (kind === 'choice') return readChoice(field, value);
	if (kind === 'number' || kind === 'integer') return readNumber(field, value, text);
	if (typeof value !== 'string' || typeof shown !== 'string') return undefined;
	const written = value.trim();
	const plain = shown.trim();
	if (written === '' || plain.length > field.maxLength || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(written)) return undefined;
	// Checks the token's value against the field, and the token against the text.
	if (isToken(written)) return fitsText(field, plain) ? standing(written, text.findText(written)) : undefined;
	return readText(field, written, text);
}

const isToken = (text: string): boolean => text.replace(tokenShape, '') === '';

function readChoice({ choices = [] }: Field, value: unknown): ReadValue | undefined {
	const simple = (one: unknown) => String(one).trim().toLowerCase();
	const exact = choices.find((choice) => choice === value);
	const alike = choices.filter((choice) => simple(choice) === simple(value));
	const chosen = exact ?? (alike.length === 1 ? alike[0] : undefined);
	return chosen === undefined ? undefined : { value: chosen };
}

function readNumber({ kind, minimum = -Infinity, maximum = Infinity }: Field, value: unknown, text: ValuesInText): ReadValue | undefined {
	const isOf = (one: number) => one >= minimum && one <= maximum && (kind === 'integer' ? Number.isSafeInteger(one) : Number.isFinite(one));
	const readings = (typeof value === 'number' ? [value] : typeof value === 'string' ? readWritten(value) : []).filter(isOf);
	// Ambiguous numbers, such as `1.250`, are dropped.
	return readings.length === 1 ? standing(readings[0]!, text.findNumber(readings[0]!)) : undefined;
}

function readWritten(written: string): number[] {
	const [, minus = '', digits = ''] =
		/^[^\d+-]{0,8}([+-]?)[^\d+-]{0,4}(\d[\d.,' \u00a0\u202f]{0,40}?)[^\d.,]{0,12}$/.exec(written.trim()) ?? [];
	const readings = readNumbers(digits.replaceAll(/[' \u00a0\u202f]/g, ''));
	return minus === '-' ? readings.map((reading) => -reading) : readings;
}

function readText(field: Field, written: string, text: ValuesInText): ReadValue | undefined {
	switch (field.kind) {
		case 'date': {
			const day = toDay(written);
			return day === undefined ? undefined : standing(day, text.findDate(day));
		}
		case 'time': {
			const time = toTime(written);
			return time === undefined ? undefined : standing(time, text.findTime(time));
		}
		case 'date-time':
			return readDateTime(written, text);
		default: {
			if (!fitsText(field, written)) return undefined;
			const found = field.kind === 'id' ? text.findReference(written) : text.findText(written);
			const own = field.kind === 'name' && found ? text.text.slice(found.at, found.at + found.length).replaceAll(/\s+/g, ' ') : written;
			return standing(own, found);
		}
	}
}

/** Drops the zone unless the text has it: most texts use local time. */
function readDateTime(written: string, text: ValuesInText): ReadValue | undefined {
	const [, day = '', time = '', zone = ''] =
		/^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i.exec(written) ?? [];
	if (!isDay(day) || !isTime(time)) return undefined;
	const hasZone = zone !== '' && text.text.includes(zone);
	const found = text.findDate(day);
	return found && text.findTime(time) ? { value: `${day}T${time}${hasZone ? zone : ''}`, standing: found } : undefined;
}

const standing = (value: string | number, found: ValuePlace | undefined): ReadValue | undefined => found && { value, standing: found };

function fitsText({ kind, fits }: Field, text: string): boolean {
	if (kind === 'id') return fits!(text);
	if (kind === 'email') return /^[^\s@<>"(),;:]{1,64}@[^\s@<>"(),;:]{1,190}$/.test(text);
	if (kind === 'uri') return /^https?:\/\/[^\s<>"]+$/i.test(text);
	return true;
}

function isDay(text: string): boolean {
	const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

/** Reads a copied date. `05/12/2026` is ambiguous. */
function toDay(written: string): string | undefined {
	if (isDay(written)) return written;
	const days = readDates(written).map(({ year, month, day }) => `${year}-${two(month)}-${two(day)}`);
	const [day, ...others] = [...new Set(days)].filter(isDay);
	return others.length === 0 ? day : undefined;
}

/** `9h30`, `2 pm`. */
function toTime(written: string): string | undefined {
	if (isTime(written)) return written.slice(0, 5);
	const [, hour = '', minute = '00', half = ''] = /^(\d{1,2})(?:[h:.](\d{2})?)?(?:min)? ?([ap]\.?m\.?)?$/i.exec(written) ?? [];
	if (hour === '' || /^\d+$/.test(written)) return undefined;
	const shift = { '': 0, a: Number(hour) === 12 ? -12 : 0, p: Number(hour) === 12 ? 0 : 12 }[
		half.slice(0, 1).toLowerCase() as '' | 'a' | 'p'
	];
	const time = `${two(Number(hour) + shift)}:${minute}`;
	return isTime(time) ? time : undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(text);
