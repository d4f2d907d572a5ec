import type { Node } from '../../bpmn/feel/syntax';
import { parseDate } from '../../bpmn/timer';
import type { Field } from '../tree/plan-tree';
import { isObject, type Unknown } from './unknown';

const dayMs = 86_400_000;
const maxCandidates = 24;
const maxEntries = 12;

export function constantsOf(node: unknown, found: unknown[] = []): unknown[] {
	if (typeof node !== 'object' || node === null || found.length >= maxCandidates) return found;
	const { kind, value } = node as { kind?: string; value?: unknown };
	if (kind === 'constant') found.push(toPlain(value));
	for (const part of node instanceof Map ? node.values() : Object.values(node)) constantsOf(part, found);
	return found;
}

export function referencesOf(node: unknown, found: string[][] = []): string[][] {
	if (typeof node !== 'object' || node === null) return found;
	const { kind, names, path } = node as { kind?: Node['kind']; names?: string[]; path?: string[] };
	if (kind === 'reference' && names) found.push(names);
	if (kind === 'method' && path) found.push(path);
	for (const part of node instanceof Map ? node.values() : Object.values(node)) referencesOf(part, found);
	return found;
}

/** Numbers of FEEL have a type of their own. */
const toPlain = (value: unknown): unknown =>
	(typeof value === 'bigint' || isObject(value)) && !Number.isNaN(Number(value)) ? Number(value) : value;

export const exampleOf = (unknown: Unknown, now: number): unknown =>
	unknown.recorded?.length ? unknown.recorded[0] : makeExample(unknown, now);

function makeExample({ field, isEntered }: Unknown, now: number): unknown {
	const { name, type, options, example, label = name } = field;
	if (example !== undefined && isOfType(field, example) && !(isEntered && isWritten(field))) return example;
	if (options?.length) return type === 'list' ? [options[0]] : options[0];
	if (isEntered && isWritten(field)) return typeof example === 'string' ? example : label;
	const day = new Date(now).toISOString().slice(0, 10);
	const examples = { text: label, number: 1, boolean: true, date: day, list: isEntered ? [label] : [], object: {} };
	return type === 'file' ? { name: 'file.pdf', mediaType: 'application/pdf', path: 'file.pdf' } : examples[type];
}

/** A form has a text for them. */
const isWritten = ({ type }: Field): boolean => type === 'object' || type === 'file';

/** Checks a value that a model or a person wrote. */
export function isOfType({ type, options }: Field, value: unknown): boolean {
	switch (type) {
		case 'text':
			return typeof value === 'string' && (!options?.length || options.includes(value));
		case 'date':
			return typeof value === 'string' && !Number.isNaN(Date.parse(value));
		case 'list':
			return Array.isArray(value);
		case 'number':
		case 'boolean':
			return typeof value === type;
		default:
			return isObject(value);
	}
}

/** Values to try, the likeliest first. @param constants of the conditions that the value stands in */
export function candidatesFor(unknown: Unknown, isMember: boolean, constants: readonly unknown[], now: number): unknown[] {
	const { field, isEntered } = unknown;
	const first = isMember ? [] : [exampleOf(unknown, now), ...(unknown.recorded ?? [])];
	const typed = isMember ? constants.flatMap((one) => around(one)) : ofType(unknown, constants, now);
	const rest = isMember ? [true, false, 1, 0, 'text'] : [];
	const isRequired = isEntered && field.required !== false;
	const unique = new Map([...first, ...typed, ...rest, ...(isRequired ? [] : [null])].map((value) => [JSON.stringify(value), value]));
	return [...unique.values()]
		.filter((value) => !field.options?.length || isMember || isAllowed(field.options, value))
		.filter((value) => !isRequired || isMember || (value !== '' && !(Array.isArray(value) && value.length === 0)))
		.slice(0, maxCandidates);
}

const isAllowed = (options: string[], value: unknown): boolean =>
	value === null || Array.isArray(value) || options.includes(value as string);

function ofType({ field, isEntered }: Unknown, constants: readonly unknown[], now: number): unknown[] {
	const numbers = constants.filter((one) => typeof one === 'number').flatMap(around);
	const texts = constants.filter((one) => typeof one === 'string');
	switch (field.type) {
		case 'number':
			return [...numbers, 0, 1, 2, 10, 100, 1_000, -1];
		case 'boolean':
			return [true, false];
		case 'date':
			return [...texts.flatMap(around), ...[0, 1, -1, 30, -30, 400, -400].map((days) => toDay(now + days * dayMs))];
		case 'list':
			return [
				[],
				...[1, 2, ...numbers]
					.filter(isCount)
					.map((count) => Array.from({ length: count as number }, () => texts[0] ?? (isEntered ? 'entry' : {}))),
			];
		case 'text':
			return [...(field.options ?? []), ...texts, ...numbers.filter(isCount).map((length) => 'x'.repeat(length as number)), 'other', ''];
		default:
			return isEntered ? texts : [{}];
	}
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maxEntries;

/** The value, and those on both sides of it. */
function around(value: unknown): unknown[] {
	if (typeof value === 'number') return [value, value + 1, value - 1];
	if (typeof value !== 'string') return [value];
	const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : parseDate(value);
	return time === undefined || Number.isNaN(time) ? [value] : [value, toDay(time + dayMs), toDay(time - dayMs)];
}

const toDay = (time: number): string => new Date(time).toISOString().slice(0, 10);
