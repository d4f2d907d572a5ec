import { TroupeError } from '../../../core/base/errors';
import { isKey } from '../database/is-key';
import type { CollectionStamp } from '../../../core/ports/knowledge/collection-stamp';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';

/** Limits of one call, one document and one question. */
export const storeBounds = {
	documents: 1_000,
	/** Limits of one call: UTF-16 code units, and vector components. */
	characters: 64_000_000,
	numbers: 32_000_000,
	chunks: 100_000,
	metadataBytes: 64_000,
	idCharacters: 1_000,
	/** UTF-8 bytes: PostgreSQL's keys have at most 2,704 bytes including all columns. */
	idBytes: 2_000,
	nameCharacters: 200,
	limit: 10_000,
} as const;

/** Nothing is stored on an error. @throws TroupeError INPUT_TOO_LARGE, INPUT_INVALID */
export function checkDocuments(documents: PreparedDocument[], stamp: CollectionStamp): void {
	within('documents in one call', documents.length, storeBounds.documents);
	within(
		'characters in one call',
		sum(documents, ({ text }) => text.length),
		storeBounds.characters,
	);
	within(
		'vector components in one call',
		sum(documents, ({ vectors }) => (vectors?.length ?? 0) * (vectors?.[0]?.length ?? 0)),
		storeBounds.numbers,
	);
	const seen = new Set<string>();
	for (const document of documents) {
		checkDocument(document, stamp);
		if (seen.has(document.id)) throw invalid(document, 'each document once in one call', 'it twice');
		seen.add(document.id);
	}
}

function checkDocument(document: PreparedDocument, stamp: CollectionStamp): void {
	checkId(document.id);
	within(`chunks of the document "${document.id}"`, document.chunks.length, storeBounds.chunks);
	const { title, source, mediaType, metadata } = document;
	const described = Buffer.byteLength(JSON.stringify({ title, source, mediaType, metadata }));
	within(`bytes of title, source and metadata of the document "${document.id}"`, described, storeBounds.metadataBytes);
	const unknown = Object.values(metadata).findIndex((value) => !isMetadataValue(value));
	if (unknown >= 0)
		throw invalid(document, 'metadata of strings, finite numbers, booleans and lists of strings', `another value at place ${unknown}`);
	if (document.contentHash === '') throw invalid(document, 'a hash of its content', 'none');
	checkChunks(document);
	checkVectors(document, stamp.embedding?.dimensions);
}

/** Refuses values that JSON would change; undefined counts as missing. */
function isMetadataValue(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	if (Array.isArray(value)) return value.every((member) => typeof member === 'string');
	return value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** Ids are keys, in an order that all databases share. */
export function checkId(id: string): void {
	const bytes = Buffer.byteLength(id);
	const fits = id !== '' && id.length <= storeBounds.idCharacters && bytes <= storeBounds.idBytes && isKey(id);
	if (fits) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `A document's id is invalid: expected 1 to ${storeBounds.idCharacters} characters and at most ${storeBounds.idBytes} bytes of well-formed text without NUL, found ${id.length} characters and ${bytes} bytes, beginning with ${JSON.stringify(id.slice(0, 60).toWellFormed())}.`,
		fix: 'Use another id.',
	});
}

/** @throws TroupeError INPUT_INVALID */
export function checkPlace(after: string): void {
	if (isKey(after)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The id after which to list documents is invalid: expected well-formed text without NUL.',
		fix: 'Use the id of the last document of the previous page.',
	});
}

/** @throws TroupeError INPUT_INVALID */
export function checkName(name: string): void {
	const { nameCharacters } = storeBounds;
	if (name.trim() !== '' && name.length <= nameCharacters && name.isWellFormed() && !/\p{Cc}/u.test(name)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The collection name is invalid: expected 1 to ${nameCharacters} characters without control characters, not of space alone.`,
		fix: 'Use another name.',
	});
}

/** @throws TroupeError INPUT_INVALID */
export function checkLimit(limit: number): void {
	if (Number.isInteger(limit) && limit >= 0 && limit <= storeBounds.limit) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The limit of a search or page is invalid: expected a whole number from 0 to ${storeBounds.limit}, found ${limit}.`,
		fix: `Request at most ${storeBounds.limit} at a time.`,
		details: { expected: storeBounds.limit, actual: limit },
	});
}

function checkChunks(document: PreparedDocument): void {
	const ids = new Set<string>();
	document.chunks.forEach(({ id, ordinal, start, end, text, page = 1, tokens }, index) => {
		if (ordinal !== index) throw invalid(document, `the ordinal ${index} of chunk ${index}`, `${ordinal}`);
		if (document.text.slice(start, end) !== text) throw invalid(document, `the text from start to end of chunk ${index}`, 'another text');
		if (!isCount(page) || !isCount(tokens))
			throw invalid(document, `whole numbers as page and tokens of chunk ${index}`, `${page} and ${tokens}`);
		if (!/^[\x21-\x7e]{1,200}$/.test(id) || ids.has(id))
			throw invalid(document, `a valid, unique id for chunk ${index}`, 'an invalid or duplicate id');
		ids.add(id);
	});
}

const isCount = (number: number) => Number.isInteger(number) && number >= 0 && number < 2 ** 31;

/** Max rounding error of a unit vector's length. */
const roundedBy = 1e-3;

function checkVectors(document: PreparedDocument, dimensions: number | undefined): void {
	const { vectors, chunks } = document;
	if (dimensions === undefined) {
		if (vectors && vectors.length > 0) throw invalid(document, 'no vectors, because the collection has none', `${vectors.length}`);
		return;
	}
	if ((vectors?.length ?? 0) !== chunks.length)
		throw invalid(document, `${chunks.length} vectors, one for each chunk`, `${vectors?.length ?? 0}`);
	for (const vector of vectors ?? []) {
		if (vector.length !== dimensions) throw invalid(document, `vectors of ${dimensions} dimensions`, `one of ${vector.length}`);
		if (!isUnit(vector)) throw invalid(document, 'vectors of length 1', `one of ${measureLength(vector)}`);
	}
}

/** @throws TroupeError INPUT_INVALID */
export function checkQuestion(vector: Float32Array): void {
	if (isUnit(vector)) return;
	const actual = measureLength(vector);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The vector of a question must have length 1, but its length is ${actual}.`,
		fix: 'Divide the vector by its length.',
		details: { expected: 1, actual },
	});
}

const isUnit = (vector: Float32Array) => Math.abs(measureLength(vector) - 1) <= roundedBy;
const measureLength = (vector: Float32Array) => Math.sqrt(vector.reduce((total, part) => total + part * part, 0));

function within(what: string, actual: number, max: number): void {
	if (actual <= max) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `Too many ${what}: the limit is ${max}, found ${actual}.`,
		fix: 'Send fewer at a time, or split the document.',
		details: { expected: max, actual },
	});
}

function invalid({ id }: PreparedDocument, expected: string, actual: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The document "${id}" cannot be stored: expected ${expected}, found ${actual}.`,
		fix: 'Prepare it with core/knowledge/ingest, or report this as a bug.',
		details: { document: id, expected, actual },
	});
}

const sum = (documents: PreparedDocument[], of: (document: PreparedDocument) => number) =>
	documents.reduce((total, document) => total + of(document), 0);
