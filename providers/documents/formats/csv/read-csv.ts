import { CsvError, parse } from 'csv-parse/sync';
import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { withLineFeeds } from '../../../../core/base/text/line-feeds';
import { decodeDocument } from '../../../../core/base/text/decode-document';
import { mediaTypes } from '../shared/detect-type';
import { failed, read, tooLarge } from '../shared/reading';
import { declaredDelimiter, rowsAbove, sniffDelimiter, sniffHeader } from './sniff-csv';

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
