import { nameField, writeNumber } from './labels';
import { sameOffsets } from '../injection/reading';
import { unescape } from '../injection/unescape';
import { parseIfJson } from '../../base/text/json/parse-if-json';

const base64Run = /[A-Za-z0-9+/_-]{12,}={0,2}/g;

const hexRun = /(?:[0-9a-fA-F]{2}){8,}/g;

const notText = /\ufffd|(?![\t\n\r])\p{Cc}/u;

const fewest = 6;

const maxRuns = 1_000;

export interface ArgumentText {
	text: string;
	path: (string | number)[];
}

const deepest = 64;
/** Levels that one encoding counts for. */
const encoding = 16;

export class ArgumentsTooDeep extends Error {}

/**
 * Yields all carriers in a tool call's arguments: values with and without field names, names, numbers, JSON in texts, and decoded texts. @throws
 * ArgumentsTooDeep
 */
export function* listTexts(value: unknown, path: ArgumentText['path'] = [], level = 0): Generator<ArgumentText> {
	if (level > deepest) throw new ArgumentsTooDeep();
	if (typeof value === 'string') yield* listReadings(value, path, level);
	else if (typeof value === 'number') for (const text of writeNumber(value, nameField(path))) yield* withLabel(text, path);
	else if (typeof value === 'object' && value !== null) yield* listMembers(value, path, level + 1);
}

function* listMembers(value: object, path: ArgumentText['path'], level: number): Generator<ArgumentText> {
	for (const [key, member] of Object.entries(value)) {
		const place = [...path, Array.isArray(value) ? Number(key) : key];
		if (!Array.isArray(value)) yield* listReadings(key, place, level, false);
		yield* listTexts(member, place, level);
	}
}

function* listReadings(text: string, path: ArgumentText['path'], level: number, isValue = true): Generator<ArgumentText> {
	// Inner texts first: their place is more exact.
	const inner = parseJson(text);
	if (inner !== undefined) yield* listMembers(inner, path, level + 1);
	yield* isValue ? withLabel(text, path) : [{ text, path }];
	if (level + encoding > deepest) return;
	for (const decoded of decodeText(text)) yield* listReadings(decoded, path, level + encoding, isValue);
}

/** Yields a value alone and with its field name, which can reveal or hide its type. */
function* withLabel(text: string, path: ArgumentText['path']): Generator<ArgumentText> {
	yield { text, path };
	const label = nameField(path);
	if (label !== '') yield { text: `${label}: ${text}`, path };
}

const parseJson = (text: string): object | undefined => (/^\s*[[{]/.test(text) ? (parseIfJson(text) as object | undefined) : undefined);

function decodeText(text: string): string[] {
	const runs = [text, ...(/\s/.test(text) ? [text.replaceAll(/\s+/g, '')] : [])].flatMap((written) => [
		...decodeRuns(written, base64Run, 'base64'),
		...decodeRuns(written, hexRun, 'hex'),
	]);
	const plain = unescape(text, sameOffsets)?.text;
	return [...new Set([...runs, ...(plain === undefined ? [] : [plain])])].filter((decoded) => decoded !== text);
}

function decodeRuns(text: string, expression: RegExp, encoding: 'base64' | 'hex'): string[] {
	return [...text.matchAll(expression)].slice(0, maxRuns).flatMap(([run]) => {
		const decoded = Buffer.from(encoding === 'hex' ? run : run.replaceAll('-', '+').replaceAll('_', '/'), encoding).toString('utf8');
		return decoded.length >= fewest && !notText.test(decoded) ? [decoded] : [];
	});
}
