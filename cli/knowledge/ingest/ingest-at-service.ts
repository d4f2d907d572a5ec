import { isTroupeError, type TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import type { IngestedDocument, IngestEvent, IngestSummary } from '../../../core/knowledge/ingest/ingest-events';
import { selectRemarks } from '../../../core/knowledge/ingest/ingestion';
import { lookUpSources, type SourceWithStored } from '../../../core/knowledge/ingest/look-up-sources';
import { hashSource } from '../../../core/knowledge/ingest/prepare-document';
import { throwIfIngestionStopped } from '../../../core/knowledge/ingest/throw-if-ingestion-stopped';
import type { PersonalDataPolicy } from '../../../core/knowledge/private-data/document-policy';
import type { DocumentFailure, SourceDocument } from '../../../core/ports/knowledge/document-reader';
import { readerVersion } from '../../../providers/documents/process/reader-version';
import type { DescribedDocument } from '../../../service/operations/knowledge/documents';
import { listDocuments } from '../../../service/operations/knowledge/documents';
import { checkFileSize, uploadDocument } from '../../../service/operations/knowledge/upload';
import type { InputOf } from '../../../service/operations/operation';
import { perCaller } from '../../../providers/state/operations/operations';
import { callOperation } from '../../services/call-operation';
import { printable, type Terminal } from '../../terminal/terminal';

const listedAtOnce = 1_000;

type Known = Omit<DescribedDocument, 'metadata'>;

/** Tells which files the collection of a service has already: they are not sent again. It is listed for the first of them. */
class KnownAtService {
	#known: Promise<ReadonlyMap<string, Known>> | undefined;

	constructor(
		private readonly collection: string,
		private readonly personalData: PersonalDataPolicy = 'mask',
		private readonly terminal: Terminal,
	) {}

	/** @param source as it is sent @returns the stored document, where the file is the same */
	async find(
		id: string,
		bytes: Uint8Array,
		source: Omit<Parameters<typeof hashSource>[0] & Parameters<typeof hashSource>[1], 'bytes'>,
	): Promise<IngestedDocument | undefined> {
		// Where they cannot be listed, all are sent: the service knows what it has.
		this.#known ??= this.#list().catch(() => new Map());
		const stored = (await this.#known).get(id);
		if (stored?.sourceHash === undefined || stored.state === 'failed') return undefined;
		const parts = { reader: { version: readerVersion }, personalData: this.personalData };
		if (stored.sourceHash !== hashSource({ ...source, bytes }, source, parts)) return undefined;
		const { title, chunks } = stored;
		return { id, title, state: 'unchanged', chunks, ...selectRemarks(stored) };
	}

	async #list(): Promise<ReadonlyMap<string, Known>> {
		const known = new Map<string, Known>();
		const { collection } = this;
		let cursor: string | undefined;
		do {
			const page = await callOperation(listDocuments, { collection, limit: listedAtOnce, cursor }, this.terminal);
			for (const { metadata: _, ...document } of page.items) known.set(document.id, document);
			({ cursor } = page);
		} while (cursor !== undefined);
		return known;
	}
}

type Upload = InputOf<typeof uploadDocument.input>;
type Failed = Extract<IngestedDocument, { state: 'failed' }>;

const maxFailures = 1_000;
const limitPauseMs = 3_000;
const maxTries = 100;
/** A service that refuses all of the first ones refuses the command: its collection, its embedder. */
const maxRefused = 10;
/** Names the failure of a document by the code of its refusal. The other documents go on. */
const failureOf: Partial<Record<TroupeErrorCode, DocumentFailure>> = {
	INPUT_INVALID: 'refused',
	INPUT_TOO_LARGE: 'too_large',
	STATE_CONFLICT: 'refused',
};

/** As many as the service does for one caller, and as many that are on their way. */
const sentAtOnce = 2 * perCaller;

/**
 * Sends documents to the service a few at a time, each as an operation in the background. One that it refuses fails alone. Files that the collection
 * has are not sent again.
 * @throws TroupeError of the service
 */
export async function ingestAtService(
	collection: string,
	documents: AsyncIterable<SourceDocument>,
	choice: Pick<Upload, 'embedder' | 'chunking' | 'personalData' | 'orders' | 'outliers'>,
	terminal: Terminal,
	report: (event: IngestEvent) => void,
): Promise<IngestSummary> {
	const begun = performance.now();
	const whole = emptySummary(collection);
	const unknown = { documents: () => Promise.resolve([]) };
	const known = new KnownAtService(collection, choice.personalData, terminal);
	let isTaken = false;
	const refused: TroupeError[] = [];
	const ingest = async ({ source, problem }: SourceWithStored) => {
		const upload = problem ?? (await toUpload(source, terminal.stop));
		if ('kind' in upload) return { source, sent: upload };
		const stored = isTaken && upload.format === undefined ? await known.find(upload.id, upload.bytes, upload) : undefined;
		return { source, sent: stored ?? (await send({ collection, ...withContent(upload), ...choice }, terminal)) };
	};
	const sending: Array<ReturnType<typeof ingest>> = [];
	const takeNext = async () => {
		const { source, sent } = (await sending.shift())!;
		if ('kind' in sent) {
			const { kind: _, error, ...failure } = { error: undefined, ...sent };
			if (error) refused.push(error);
			const document: Failed = { id: source.id, ...(source.source && { source: source.source }), state: 'failed', ...failure };
			addSummary(whole, { ...emptySummary(collection), failed: 1, failures: [document] });
			return report({ kind: 'document', document });
		}
		isTaken = true;
		const { summary = countUnchanged(collection, sent), ...document } = { summary: undefined, ...sent };
		addSummary(whole, summary);
		report({ kind: 'document', document });
	};
	try {
		for await (const source of lookUpSources(documents, unknown, new Set(), terminal.stop)) {
			throwIfIngestionStopped(terminal.stop);
			const sent = ingest(source);
			// Until its turn to be taken comes.
			sent.catch(() => undefined);
			sending.push(sent);
			// The first that the service takes goes alone: it checks the collection and the choice.
			while (sending.length >= (isTaken ? sentAtOnce : 1)) await takeNext();
			if (!isTaken && refused.length >= maxRefused) break;
		}
		while (sending.length > 0) await takeNext();
	} finally {
		await Promise.allSettled(sending);
	}
	if (!isTaken && refused[0]) throw refused[0];
	return { ...whole, durationMs: Math.round(performance.now() - begun) };
}

async function toUpload(document: SourceDocument, signal: AbortSignal) {
	const content = await document.load(signal);
	if (content.kind === 'failed') return content;
	const bytes =
		content.kind === 'text' ? Buffer.from(content.text) : Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length);
	const tooLarge = checkFileSize(bytes);
	if (tooLarge) return { kind: 'failed' as const, failure: 'too_large' as const, message: tooLarge.message, fix: tooLarge.fix ?? '' };
	const hints = content.kind === 'text' ? { format: content.format } : { mediaType: content.mediaType };
	const name = (content.kind === 'bytes' && content.name) || document.id;
	const { id, title, source, metadata } = document;
	return { id, title, source, metadata, name, format: undefined, mediaType: undefined, ...hints, bytes };
}

const withContent = ({ bytes, ...upload }: { bytes: Buffer } & Omit<Upload, 'collection' | 'content'>) => ({
	...upload,
	content: bytes.toString('base64'),
});

/** Waits where the service takes no more requests for a while. */
async function send(upload: Upload, terminal: Terminal) {
	const name = printable(upload.id ?? upload.name);
	for (let tries = 1; ; tries++) {
		try {
			return await callOperation(uploadDocument, upload, terminal);
		} catch (error) {
			const failure = isTroupeError(error) && failureOf[error.code];
			if (failure) return { kind: 'failed' as const, failure, message: error.message, fix: error.fix ?? '', error };
			const waits = isTroupeError(error) && isBusy(error) && tries < maxTries;
			if (waits && tries === 1) terminal.note(`waiting until the service takes more: ${name}`);
			if (waits && (await pause(error.retryAfterMs ?? limitPauseMs, terminal.stop))) continue;
			terminal.note(`not ingested: ${name}`);
			throw error;
		}
	}
}

/** A service that took the document names its operation: sent again, it would end the same way. */
const isBusy = ({ code, details }: TroupeError): boolean => code === 'RATE_LIMITED' && details.operation === undefined;

const emptySummary = (collection: string): IngestSummary => ({
	collection,
	added: 0,
	changed: 0,
	unchanged: 0,
	failed: 0,
	doubtful: 0,
	quarantined: 0,
	outliers: 0,
	contradicting: 0,
	removed: [],
	chunks: 0,
	characters: 0,
	embeddedChunks: 0,
	maskedSecrets: 0,
	maskedValues: 0,
	durationMs: 0,
	failures: [],
});

const countUnchanged = (collection: string, document: IngestedDocument): IngestSummary => ({
	...emptySummary(collection),
	unchanged: 1,
	...('doubtfulPlaces' in document && { doubtful: 1 }),
	...('quarantined' in document && { quarantined: 1 }),
});

function addSummary(whole: IngestSummary, { failures, ...one }: IngestSummary): void {
	const sums = whole as unknown as Record<string, number>;
	for (const [name, value] of Object.entries(one)) if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
	if (one.embedding) whole.embedding = one.embedding;
	whole.failures.push(...failures.slice(0, maxFailures - whole.failures.length));
}
