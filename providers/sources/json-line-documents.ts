import type { SourceDocument } from '../../core/ports/knowledge/document-reader';
import { fileId } from './file-source';
import { isMetadata } from './is-metadata';
import type { SourceProblem } from './source-failure';

/** A line; without `text` if it was too long. */
export interface DocumentLine {
	/** Starts at 1. */
	number: number;
	text?: string;
}

const form = '{"id": "…", "title": "…", "text": "…"}';

/** Reads a document per line: `{"id", "title", "text", "source", "metadata", "format"}`. Reports invalid lines by number, without text. */
export async function* jsonLineDocuments(
	lines: AsyncIterable<DocumentLine[]>,
	file: string,
	onProblem: (problem: SourceProblem) => void,
): AsyncGenerator<SourceDocument, void> {
	const unkept = new Set<string>();
	for await (const some of lines) {
		for (const { number, text } of some) {
			if (text?.trim() === '') continue;
			const place = `${file === '-' ? 'standard input' : fileId(file)}:${number}`;
			const read = text === undefined ? 'is too long; split the document' : readLine(text, place);
			if (typeof read === 'string') {
				onProblem({ source: file, line: number, message: read });
				continue;
			}
			for (const message of unkeptFields(read.others, unkept)) onProblem({ source: file, line: number, message, passedOver: true });
			yield read.document;
		}
	}
}

/** Max unknown fields reported per file: field names can be values. */
const maxUnknownFields = 10;
const maxName = 100;

function unkeptFields(others: string[], reported: Set<string>): string[] {
	const fresh = others.filter((name) => !reported.has(name) && name.length <= maxName).slice(0, maxUnknownFields - reported.size);
	for (const name of fresh) reported.add(name);
	return fresh.map((name) => `has the unknown field ${JSON.stringify(name)}; put fields to filter by into "metadata"`);
}

function readLine(line: string, place: string): { document: SourceDocument; others: string[] } | string {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return `is not JSON; expected ${form} on one line`;
	}
	if (!isObject(value)) return `is ${describeType(value)}; expected an object ${form}`;
	// BEIR collections use `_id`.
	const id = readId(value.id ?? value._id);
	if (id === undefined) return 'has no "id"; expected a text or a whole number';
	const { id: _, _id, text, title, source, metadata, format = 'plain', ...others } = value;
	if (typeof text !== 'string') return `has ${text === undefined ? 'no "text"' : `${describeType(text)} as "text"`}; expected a string`;
	for (const [name, field] of Object.entries({ title, source }))
		if (!isText(field)) return `has ${describeType(field)} as "${name}"; expected a string`;
	if (format !== 'plain' && format !== 'markdown') return 'has an unsupported "format"; expected plain or markdown';
	if (metadata !== undefined && metadata !== null && !isMetadata(metadata))
		return 'has nested "metadata"; expected an object of strings, numbers, booleans and lists of strings';
	const document: SourceDocument = {
		id,
		...(typeof title === 'string' && title !== '' && { title }),
		...(typeof source === 'string' && { source }),
		...(metadata ? { metadata } : {}),
		load: () => Promise.resolve({ kind: 'text', text, format, place }),
	};
	return { document, others: Object.keys(others) };
}

function readId(id: unknown): string | undefined {
	if (typeof id === 'string' && id !== '') return id;
	return Number.isSafeInteger(id) ? String(id) : undefined;
}

const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const describeType = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
