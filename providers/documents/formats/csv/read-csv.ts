import { CsvError, parse } from 'csv-parse/sync';
import type { DocumentReading } from '../../../../core/ports';
import { decodeDocument } from '../shared/decode-document';
import { mediaTypes } from '../shared/detect-type';
import { failed, read, tooLarge } from '../shared/reading';
import { declaredDelimiter, rowsAbove, sniffDelimiter, sniffHeader } from './sniff-csv';

const mostBytes = 32 * 1024 * 1024;
const mostRows = 200_000;
const mostColumns = 500;
const mostRowCharacters = 1024 * 1024;
/** The header is written out with each row: what comes out can be far more than what went in. */
const mostCharacters = 64 * 1024 * 1024;

/** Each row is a paragraph of its own, of lines `header: value`, so that every chunk tells what its values are. */
export function readCsv(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > mostBytes) return tooLarge('bytes', mostBytes);
	const text = decodeDocument(bytes, charset);
	try {
		return read({ text: rowsAsText(text), format: 'plain', mediaType: mediaTypes.csv });
	} catch (error) {
		if (error instanceof LimitReached) return tooLarge(error.what, error.most);
		if (error instanceof CsvError) return asFailure(error);
		throw error;
	}
}

class LimitReached extends Error {
	constructor(
		readonly what: string,
		readonly most: number,
	) {
		super(`more than ${most} ${what}`);
	}
}

function rowsAsText(text: string): string {
	const { table, delimiter = sniffDelimiter(table) } = declaredDelimiter(text);
	const options = { delimiter, relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true };
	// A quote may stand behind a space. A tab is one for the parser, too.
	const bounded = { ...options, maxRecordSize: mostRowCharacters, ltrim: delimiter !== '\t' };
	const first = parse(table, { ...bounded, to: 20 });
	const above = rowsAbove(first);
	const header = sniffHeader(first.slice(above));
	const blocks: string[] = [];
	let characters = 0;
	let rows = 0;
	parse(table, {
		...bounded,
		// Turned into text one by one: the rows of a large file as lists of strings are many times its size.
		onRecord: (row: string[]) => {
			rows += 1;
			if (row.length > mostColumns) throw new LimitReached('columns', mostColumns);
			if (rows > mostRows) throw new LimitReached('rows', mostRows);
			const block = rows <= above ? row.join(' ').trim() : header && rows === above + 1 ? '' : blockOf(row, header);
			characters += block.length + 2;
			if (characters > mostCharacters) throw new LimitReached('characters with its header repeated in each row', mostCharacters);
			if (block) blocks.push(block);
			return null;
		},
	});
	return blocks.join('\n\n');
}

function blockOf(row: string[], header: string[] = []): string {
	const lines: string[] = [];
	for (const [index, value] of row.entries()) {
		// A blank line within a value would end the paragraph.
		const kept = value.trim().replace(/\s*[\r\n]\s*/g, '\n  ');
		if (kept) lines.push(`${header[index] || `Column ${index + 1}`}: ${kept}`);
	}
	return lines.join('\n');
}

function asFailure(error: CsvError): DocumentReading {
	if (error.code === 'CSV_MAX_RECORD_SIZE') return tooLarge('characters in one row', mostRowCharacters);
	const line = typeof error.lines === 'number' ? ` at line ${error.lines}` : '';
	return failed(
		'corrupt',
		`The rows cannot be separated${line} (${error.code}).`,
		'Close each quoted field and double each quote inside it, or export the table to CSV again.',
	);
}
