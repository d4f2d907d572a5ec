import { CsvError, parse } from 'csv-parse/sync';
import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { withLineFeeds } from '../../../../core/base/text/line-feeds';
import { decodeDocument } from '../../../../core/base/text/decode-document';
import { mediaTypes } from '../shared/detect-type';
import { failed, read, tooLarge } from '../shared/reading';

const delimiters = [',', ';', '\t', '|'];

/** Excel's optional first line, which names the delimiter. */
const declaration = /^sep=(.)\r?\n/i;

function declaredDelimiter(text: string): { table: string; delimiter?: string } {
	const [line, delimiter] = declaration.exec(text) ?? [];
	return line === undefined ? { table: text } : { table: text.slice(line.length), delimiter };
}

/** The delimiter with the same count in most of the first lines, above all in the first; default: comma. */
function sniffDelimiter(text: string): string {
	const counts = countsByLine(text.slice(0, 64 * 1024));
	let best = { delimiter: ',', share: 0, columns: 0 };
	for (const [index, delimiter] of delimiters.entries()) {
		const perLine = counts.map((line) => line[index]!);
		const usual = mostFrequent(perLine.filter((count) => count > 0));
		const share = usual ? perLine.filter((count) => count === usual).length / perLine.length + (perLine[0] ? ofFirstLine : 0) : 0;
		if (share > best.share || (share === best.share && (usual ?? 0) > best.columns)) best = { delimiter, share, columns: usual ?? 0 };
	}
	return best.delimiter;
}

/** Weight of the first line: a header has all delimiters, and no commas in numbers. */
const ofFirstLine = 0.5;

/** Counts outside quotes in the first 50 non-empty lines. */
function countsByLine(sample: string): number[][] {
	const lines: number[][] = [];
	let line = delimiters.map(() => 0);
	let blank = true;
	let quoted = false;
	let figures = 0;
	let before = '';
	for (const character of sample) {
		if (character === '"') quoted = !quoted;
		if (quoted) continue;
		if (character === '\n') {
			// Commas in numbers separate only without another delimiter.
			if (line[1]! + line[2]! === 0) line[0]! += figures;
			if (!blank) lines.push(line);
			if (lines.length === 50) return lines;
			[line, blank, figures, before] = [delimiters.map(() => 0), true, 0, ''];
			continue;
		}
		const index = delimiters.indexOf(character);
		if (index >= 0) line[index]! += 1;
		if (/\d/.test(character) && /^\d,$/.test(before)) {
			line[0]! -= 1;
			figures += 1;
		}
		before = before.slice(-1) + character;
		blank &&= character.trim() === '' && index < 0;
	}
	if (line[1]! + line[2]! === 0) line[0]! += figures;
	// The last line may be cut off: counted only if alone.
	return lines.length > 1 || blank ? lines : [...lines, line];
}

function mostFrequent(counts: number[]): number | undefined {
	const times = new Map<number, number>();
	for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
	return [...times].sort(([a, left], [b, right]) => right - left || b - a)[0]?.[0];
}

const maxName = 100;
/** Begins with a digit after an optional sign or currency, and has few letters. */
const measure = /^[-+(]?\s?(?:[$€£]|R\$|US\$)?\s?\d[\d.,:/\s%T-]*(?:[a-z]{1,3}|[$€£])?\)?$/i;

/** Header: mostly filled, no numbers but years, no name repeated in its column. Repeated names are numbered. Undefined if it is a data row. */
function sniffHeader([first = [], ...rows]: string[][]): string[] | undefined {
	const names = first.map((name) => name.replace(/\s+/g, ' ').trim());
	const filled = names.filter((name) => name !== '');
	if (rows.length === 0 || filled.length === 0 || filled.length < names.length / 2 || repeatsAsRows(names, rows)) return undefined;
	if (filled.some((name) => name.length > maxName) || names.some((name, column) => measure.test(name) && !isYear(name, column, rows)))
		return undefined;
	if (filled.every((name) => measure.test(name))) return undefined;
	const again = names.some((name, column) => name !== '' && rows.some((row) => row[column]?.trim() === name));
	return again ? undefined : numberRepeated(names);
}

const unlikeName = /[\p{N}@]/u;

/** Detects data rows that repeat a value across columns, such as city and state. Equal figures and addresses do not count. */
function repeatsAsRows(names: string[], rows: string[][]): boolean {
	const keys = names.map((name) => name.toLowerCase());
	const columns = keys.flatMap((key, column) => (key !== '' && keys.indexOf(key) < column ? [[keys.indexOf(key), column] as const] : []));
	const repeats = ([one, other]: readonly [number, number], row: string[]): boolean => {
		const value = row[one]?.trim() ?? '';
		return value !== '' && value === row[other]?.trim() && !unlikeName.test(value);
	};
	return rows.filter((row) => columns.some((pair) => repeats(pair, row))).length > rows.length / 2;
}

/** `telefone`, `telefone` becomes `telefone`, `telefone 2`. */
function numberRepeated(names: string[]): string[] {
	const taken = new Set(names.map((name) => name.toLowerCase()));
	const counts = new Map<string, number>();
	return names.map((name) => {
		const key = name.toLowerCase();
		let count = (counts.get(key) ?? 0) + 1;
		if (count > 1) while (taken.has(`${key} ${count}`)) count += 1;
		counts.set(key, count);
		return name === '' || count === 1 ? name : `${name} ${count}`;
	});
}

function isYear(name: string, column: number, rows: string[][]): boolean {
	const year = /^(?:19|20)\d\d$/;
	return year.test(name) && !rows.some((row) => year.test(row[column]?.trim() ?? ''));
}

/** Counts title rows with one value, if most rows have more. */
function rowsAbove(rows: string[][]): number {
	const filled = rows.map((row) => row.filter((value) => value.trim() !== '').length);
	const repeated = filled.filter((count) => count > 1).length;
	const above = filled.findIndex((count) => count > 1);
	return above > 0 && repeated >= 2 && repeated > above ? above : 0;
}

const maxBytes = 32 * 1024 * 1024;
const maxRows = 200_000;
const maxColumns = 500;
const maxRowCharacters = 1024 * 1024;
/** Each row repeats the header, so the output can be much larger than the input. */
const maxCharacters = 64 * 1024 * 1024;

/** One paragraph of `header: value` lines for each row, so that every chunk names its values. */
export function readCsv(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > maxBytes) return tooLarge('bytes', maxBytes);
	const text = withLineFeeds(decodeDocument(bytes, charset));
	try {
		return read({ text: rowsAsText(text), format: 'plain', mediaType: mediaTypes.csv });
	} catch (error) {
		if (error instanceof LimitReached) return tooLarge(error.what, error.max);
		if (error instanceof CsvError) return asFailure(error);
		throw error;
	}
}

class LimitReached extends Error {
	constructor(
		readonly what: string,
		readonly max: number,
	) {
		super(`more than ${max} ${what}`);
	}
}

function rowsAsText(text: string): string {
	const { table, delimiter = sniffDelimiter(table) } = declaredDelimiter(text);
	const options = { delimiter, relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true };
	// A quote can follow a space. The parser treats a tab as a space.
	const bounded = { ...options, maxRecordSize: maxRowCharacters, ltrim: delimiter !== '\t' };
	const first = parse(table, { ...bounded, to: 20 });
	const above = rowsAbove(first);
	const header = sniffHeader(first.slice(above));
	const blocks: string[] = [];
	let characters = 0;
	let rows = 0;
	parse(table, {
		...bounded,
		// Converted one by one: string lists take many times the size of a large file.
		onRecord: (row: string[]) => {
			rows += 1;
			if (row.length > maxColumns) throw new LimitReached('columns', maxColumns);
			if (rows > maxRows) throw new LimitReached('rows', maxRows);
			const block = rows <= above ? row.join(' ').trim() : header && rows === above + 1 ? '' : toBlock(row, header);
			characters += block.length + 2;
			if (characters > maxCharacters) throw new LimitReached('characters with its header repeated in each row', maxCharacters);
			if (block) blocks.push(block);
			return null;
		},
	});
	return blocks.join('\n\n');
}

function toBlock(row: string[], header: string[] = []): string {
	const lines: string[] = [];
	for (const [index, value] of row.entries()) {
		// A blank line would end the paragraph.
		const kept = value.trim().replace(/\s*[\r\n]\s*/g, '\n  ');
		if (kept) lines.push(`${header[index] || `Column ${index + 1}`}: ${kept}`);
	}
	return lines.join('\n');
}

function asFailure(error: CsvError): DocumentReading {
	if (error.code === 'CSV_MAX_RECORD_SIZE') return tooLarge('characters in one row', maxRowCharacters);
	const line = typeof error.lines === 'number' ? ` at line ${error.lines}` : '';
	return failed(
		'corrupt',
		`The rows cannot be separated${line} (${error.code}).`,
		'Close each quoted field and double each quote inside it, or export the table to CSV again.',
	);
}
