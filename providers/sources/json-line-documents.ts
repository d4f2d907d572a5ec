import type { SourceDocument } from '../../core/ports';
import { isMetadata } from './is-metadata';
import type { SourceProblem } from './source-failure';

/** A line as it was read: without `text` it was too long. */
export interface DocumentLine {
	/** From 1. */
	number: number;
	text?: string;
}

const form = '{"id": "…", "title": "…", "text": "…"}';

/** A document for each line `{"id", "title", "text", "source", "metadata", "format"}`; one that is none is told by its number, and its text nowhere. */
export async function* jsonLineDocuments(
	lines: AsyncIterable<DocumentLine[]>,
	file: string,
	onProblem: (problem: SourceProblem) => void,
): AsyncGenerator<SourceDocument, void> {
	for await (const some of lines) {
		for (const { number, text } of some) {
			if (text?.trim() === '') continue;
			const document = text === undefined ? 'is too long; split its document' : readDocument(text);
			if (typeof document === 'string') onProblem({ source: file, line: number, message: document });
			else yield document;
		}
	}
}

/** The document, or what is wrong with it. */
function readDocument(line: string): SourceDocument | string {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return `is not JSON; expected ${form} on one line`;
	}
	if (!isObject(value)) return `is ${kindOf(value)}; expected an object ${form}`;
	// BEIR's collections name it `_id`.
	const id = idOf(value.id ?? value._id);
	if (id === undefined) return 'has no "id"; expected a text or a whole number';
	const { text, title, source, metadata, format = 'plain' } = value;
	if (typeof text !== 'string') return `has ${text === undefined ? 'no "text"' : `${kindOf(text)} as "text"`}; expected a string`;
	for (const [name, field] of Object.entries({ title, source }))
		if (!isText(field)) return `has ${kindOf(field)} as "${name}"; expected a string`;
	if (format !== 'plain' && format !== 'markdown') return 'has another "format" than plain and markdown';
	if (metadata !== undefined && metadata !== null && !isMetadata(metadata))
		return 'has "metadata" that are not flat; expected an object of texts, numbers, true or false, and lists of texts';
	return {
		id,
		...(typeof title === 'string' && title !== '' && { title }),
		...(typeof source === 'string' && { source }),
		...(metadata ? { metadata } : {}),
		load: () => Promise.resolve({ kind: 'text', text, format }),
	};
}

function idOf(id: unknown): string | undefined {
	if (typeof id === 'string' && id !== '') return id;
	return Number.isSafeInteger(id) ? String(id) : undefined;
}

const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const kindOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
