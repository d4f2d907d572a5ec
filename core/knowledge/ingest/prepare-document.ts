import type { ChunkerOptions } from '../chunking/chunk-document';
import { letOthersRun } from '../../base/async/loop-yielder';
import { nameChunks } from '../chunking/name-chunks';
import type { Metadata } from '../../ports/knowledge/filter/filter';
import { readAccess } from '../../ports/knowledge/readers';
import { isDescriber, isRedescribed, isRelabelled, relabelFix, type Writer } from '../../ports/knowledge/writers';
import type { CollectionStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentReader, DocumentReading, DocumentText, SourceContent, SourceDocument } from '../../ports/knowledge/document-reader';
import type { PreparedDocument, StoredDocument } from '../../ports/knowledge/stored-documents';
import { findQuarantine, type OrdersPolicy } from '../private-data/find-quarantine';
import { applyPolicy, type Checked, type PersonalDataPolicy } from '../private-data/document-policy';
import type { ReviewRemarks } from '../review/review-documents';
import { chunkCounted } from './chunk-counted';
import { countDoubtfulPlaces } from './count-doubtful-places';
import { ingestBounds } from './ingest-bounds';
import { createHash, hash } from 'node:crypto';
import { canonicalJson } from '../../json-schema/canonical-json';

export type Preparation =
	| { kind: 'prepared'; document: PreparedDocument; remarks: ReadingRemarks }
	| { kind: 'unchanged'; stored: StoredDocument }
	| Extract<DocumentReading, { kind: 'failed' }>;

export interface ReadingRemarks extends ReviewRemarks {
	maskedSecrets?: number;
}

export interface PreparationParts {
	reader: DocumentReader;
	stamp: CollectionStamp;
	personalData: PersonalDataPolicy;
	orders: OrdersPolicy;
	relabels: boolean;
	writer: Writer;
	countTokens?: ChunkerOptions['countTokens'];
	findPlaces?: (document: DocumentText, signal: AbortSignal) => Promise<ArrayLike<number>>;
}

/** Skips each step whose stored result is still valid. @throws TroupeError from loading and reading */
export async function prepareDocument(
	source: SourceDocument,
	stored: StoredDocument | undefined,
	parts: PreparationParts,
	signal: AbortSignal,
): Promise<Preparation> {
	const access = readAccess(source.metadata ?? {});
	if (typeof access === 'string')
		return { kind: 'failed', failure: 'refused', message: access, fix: 'Correct the metadata of the document.' };
	const content = await source.load(signal);
	if (content.kind === 'failed') return content;
	const current = stored?.state === 'failed' ? undefined : stored;
	const sourceHash = content.kind === 'bytes' ? hashSource(content, source, parts) : undefined;
	if (current && sourceHash !== undefined && current.sourceHash === sourceHash) return { kind: 'unchanged', stored: current };
	const checked = await readChecked(source, content, parts, signal);
	if (checked.kind === 'failed') return checked;
	await letOthersRun();
	const contentHash = hashContent(checked.document, checked.named);
	if (current?.contentHash === contentHash) return { kind: 'unchanged', stored: current };
	if (!parts.relabels && stored && stored.contentHash !== '' && isLocked(stored, checked.named, parts.writer))
		return { kind: 'failed', failure: 'refused', message: otherLabels, fix: relabelFix };
	const quarantined = parts.relabels ? undefined : stored?.quarantined;
	return cutChecked(source, checked, { contentHash, sourceHash, quarantined }, parts, signal);
}

async function readChecked(
	source: SourceDocument,
	content: Exclude<SourceContent, { kind: 'failed' }>,
	parts: PreparationParts,
	signal: AbortSignal,
): Promise<Checked> {
	const reading = await read(content, parts.reader, signal);
	if (reading.kind === 'failed') return reading;
	const named = describeDocument(source, reading.document, content, parts.writer.door ?? parts.writer.name);
	return tooLarge(reading.document, named) ?? applyPolicy(reading.document, named, parts.personalData);
}

async function cutChecked(
	{ id, askedAt }: Pick<SourceDocument, 'id' | 'askedAt'>,
	{ document, named, maskedSecrets }: Extract<Checked, { kind: 'checked' }>,
	{ quarantined: before, ...hashes }: Pick<PreparedDocument, 'contentHash' | 'sourceHash' | 'quarantined'>,
	parts: PreparationParts,
	signal: AbortSignal,
): Promise<Preparation> {
	const chunks = await cutDocument(id, document, parts, signal);
	const mostChunks = Math.min(ingestBounds.chunks, Math.floor(ingestBounds.numbers / (parts.stamp.embedding?.dimensions ?? 1)));
	if (chunks.length > mostChunks) return failedBySize(`${chunks.length} chunks`, `${mostChunks}`);
	const remarks = { ...(maskedSecrets > 0 && { maskedSecrets }) };
	const quarantined = (await findQuarantine(chunks, named, parts.orders, signal)) ?? before;
	return { kind: 'prepared', document: await compose(id, document, named, { ...hashes, chunks, quarantined, askedAt }), remarks };
}

/** Only listed writers change labels. The writer who set the other metadata, by which filters decide, or the source may change these too. */
const isLocked = (stored: StoredDocument, named: Named, writer: Writer): boolean =>
	isRelabelled(stored.metadata, named.metadata) || (!isDescriber(stored, writer) && isRedescribed(stored, named));

const otherLabels =
	'The document has other labels, readers, metadata or another source than the stored one of this id, and whoever asks may not change them.';

async function compose(
	id: string,
	{ text, mediaType, pages, emptyPages, emptyPageNumbers }: DocumentText,
	named: Named,
	{
		contentHash,
		sourceHash,
		chunks,
		quarantined,
		askedAt,
	}: Pick<PreparedDocument, 'contentHash' | 'sourceHash' | 'chunks' | 'quarantined' | 'askedAt'>,
): Promise<PreparedDocument> {
	const doubtfulPlaces = await countDoubtfulPlaces(text);
	return {
		id,
		...named,
		text,
		mediaType,
		...(pages && { pages }),
		contentHash,
		...(sourceHash && { sourceHash }),
		...(emptyPages && { emptyPages, emptyPageNumbers }),
		...(doubtfulPlaces > 0 && { doubtfulPlaces }),
		...(quarantined !== undefined && { quarantined }),
		...(askedAt !== undefined && { askedAt }),
		chunks,
	};
}

async function read(
	content: Exclude<SourceContent, { kind: 'failed' }>,
	reader: DocumentReader,
	signal: AbortSignal,
): Promise<DocumentReading> {
	if (content.kind === 'bytes') return reader.read(content.bytes, { name: content.name, mediaType: content.mediaType }, signal);
	const { text, format } = content;
	return { kind: 'read', document: { text, format, mediaType: format === 'markdown' ? 'text/markdown' : 'text/plain' } };
}

export async function cutDocument(
	id: string,
	document: DocumentText,
	parts: Omit<PreparationParts, 'reader' | 'personalData' | 'orders' | 'relabels' | 'writer'>,
	signal: AbortSignal,
): Promise<PreparedDocument['chunks']> {
	const { stamp, countTokens, findPlaces } = parts;
	const places = stamp.chunker.method === 'semantic' ? await findPlaces?.(document, signal) : undefined;
	const chunks = await chunkCounted(document, { ...stamp.chunker, countTokens }, places, signal);
	await letOthersRun();
	return nameChunks(id, document.text, chunks);
}

type Failed = Extract<DocumentReading, { kind: 'failed' }>;

type Named = Pick<PreparedDocument, 'title' | 'source' | 'origin' | 'metadata'>;

function describeDocument(
	{ id, title, source, metadata = {} }: SourceDocument,
	document: DocumentText,
	content: Exclude<SourceContent, { kind: 'failed' }>,
	door: string,
): Named {
	const file = content.kind === 'bytes' ? content.name : undefined;
	const origin = content.place === undefined ? door : `${door} ${content.place}`;
	return { title: chooseTitle({ id, title, file }, document), ...(source !== undefined && { source }), origin, metadata };
}

/** The sender's title, else the document's own, the file's name, the beginning of an unnamed text, or the last part of the id. */
function chooseTitle({ id, title, file }: { id: string; title?: string; file?: string }, document: DocumentText): string {
	const name =
		[title, document.title, file].map((text) => text?.trim()).find(Boolean) ?? (readBeginning(id, document.text) || readLastPart(id));
	return name.length <= ingestBounds.titleCharacters ? name : name.slice(0, ingestBounds.titleCharacters).toWellFormed();
}

/** Up to the end of a word. An id made of the text says nothing to a reader. */
function readBeginning(id: string, text: string): string {
	if (!/^[0-9a-f]{64}$/.test(id)) return '';
	const line = /[^\s#][^\n\r]*/.exec(text.slice(0, 2_000))?.[0].trim() ?? '';
	if (line.length <= beginningCharacters) return line;
	const cut = line.slice(0, beginningCharacters).toWellFormed();
	return `${/^.{20,}(?=\s)/.exec(cut)?.[0] ?? cut}…`;
}

const beginningCharacters = 80;

function readLastPart(id: string): string {
	return /([^/]+)\/*$/.exec(id)?.[1] ?? id;
}

function tooLarge({ text }: DocumentText, named: Named): Failed | undefined {
	const { characters, describedBytes } = ingestBounds;
	if (text.length > characters) return failedBySize(`${text.length} characters`, `${characters}`);
	const described = Buffer.byteLength(JSON.stringify(named));
	return described > describedBytes ? failedBySize(`${described} bytes of title, source and metadata`, `${describedBytes}`) : undefined;
}

function failedBySize(actual: string, most: string): Failed {
	return {
		kind: 'failed',
		failure: 'too_large',
		message: `The document has ${actual}; the max is ${most}.`,
		fix: 'Split it into several documents.',
	};
}

/** Equal for documents without a visible difference. */
function hashContent(
	{ text, format, mediaType, pages = [] }: DocumentText,
	{ title, source, metadata }: { title: string; source?: string; metadata: Metadata },
): string {
	const places = pages.map(({ number, start, end }) => [number, start, end]);
	const described = canonicalJson([format, mediaType, places, title, source, metadata]);
	return createHash('sha256').update(`${described}\n`).update(text).digest('hex');
}

/** Equal for files that are read and masked in the same way; needs no reading. */
export function hashSource(
	{ bytes, name, mediaType }: { bytes: Uint8Array; name?: string; mediaType?: string },
	{ title, source, metadata = {} }: Pick<SourceDocument, 'title' | 'source' | 'metadata'>,
	{ reader: { version = 1 }, personalData }: { reader: Pick<DocumentReader, 'version'>; personalData: PersonalDataPolicy },
): string {
	const policy = personalData === 'mask' ? [] : [personalData];
	return hash('sha256', canonicalJson([version, hash('sha256', bytes), name, mediaType, title, source, metadata, ...policy]));
}
