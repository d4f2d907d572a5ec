import { pause } from '../../base/async/pause';
import { isTroupeError, TroupeError } from '../../base/errors';
import type { CollectionStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentText } from '../../ports/knowledge/document-reader';
import type { Collection, CollectionStatistics, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { StampedEmbedder } from '../../ports/models/models';
import { chunkerStamp } from '../chunking/chunk-document';
import { findCollection } from '../find-collection';
import type { ChunkingChoice } from '../knowledge-task';
import { type FillProgress, type FillParts, fillShadow } from './fill-shadow';
import { isSame } from './is-same';
import { throwIfReembeddingStopped } from './throw-if-reembedding-stopped';

interface WaitingEvent {
	kind: 'waiting';
	done: number;
	documents: number;
}

const pollMs = 1_000;

/**
 * Two processes that fill one shadow would pay twice. If the other ends early, this one continues. @returns the function that releases the shadow;
 * undefined if another process finished @throws TroupeError STATE_CONFLICT if another process has another target, KNOWLEDGE_NOT_FOUND if the
 * collection was removed, CANCELLED
 */
async function waitInQueue(
	{ collection, stamp, store }: { collection: Collection; stamp: CollectionStamp; store: KnowledgeStore },
	onEvent: (event: WaitingEvent) => void,
	signal: AbortSignal,
): Promise<(() => Promise<void>) | undefined> {
	for (;;) {
		const end = await collection.holdShadow();
		if (end) return end;
		const { documents, shadow, ...served } = await (await findCollection(store, collection.name)).statistics();
		if (isSame(served.stamp, stamp) && !shadow) return undefined;
		if (shadow && !isSame(shadow.stamp, stamp)) throw createConflict(collection, stamp, shadow);
		onEvent({ kind: 'waiting', done: shadow?.documents ?? 0, documents });
		if (!(await pause(pollMs, signal))) throwIfReembeddingStopped(signal);
	}
}

function createConflict(
	{ name }: Collection,
	expected: CollectionStamp,
	shadow: { stamp: CollectionStamp; documents: number },
): TroupeError {
	const { embedding } = shadow.stamp;
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Another process is re-embedding the collection "${name}" with ${embedding?.model ?? 'words alone'}: ${shadow.documents} documents are done.`,
		fix: 'Wait until it is done, or stop that process and try again.',
		details: { collection: name, expected, actual: shadow.stamp },
	});
}

export interface ReembedChoice {
	chunking?: ChunkingChoice;
	restart?: boolean;
}

interface ReembedParts {
	store: KnowledgeStore;
	/** Absent to remove the vectors. */
	embedder?: StampedEmbedder;
	findPlaces?: (document: DocumentText, signal: AbortSignal) => Promise<ArrayLike<number>>;
}

export type ReembedEvent = FillProgress | WaitingEvent | { kind: 'swapped' };

export interface Reembedding {
	statistics: CollectionStatistics;
	changed: boolean;
	followed?: true;
	embeddedChunks: number;
	maskedValues: number;
	costUsd?: number;
	outliers: string[];
}

/**
 * Searches use the previous content until the new one replaces it atomically, with changes in between. A stopped re-embedding continues. Waits
 * for another process, and continues its work if it ends early. @throws TroupeError KNOWLEDGE_NOT_FOUND; STATE_CONFLICT if a re-embedding with
 * another target is unfinished; MODEL_*, BUDGET_EXCEEDED, CANCELLED: the collection is unchanged, the finished part is stored
 */
export async function reembedCollection(
	name: string,
	{ chunking, restart = false }: ReembedChoice,
	{ store, embedder, findPlaces }: ReembedParts,
	signal: AbortSignal,
	onEvent: (event: ReembedEvent) => void = () => undefined,
): Promise<Reembedding> {
	const parts = { store, embedder, findPlaces };
	const target = await readTarget(name, chunking, parts, signal);
	let waited = false;
	const reportWaiting = (event: WaitingEvent) => {
		waited = true;
		onEvent(event);
	};
	const release = await waitInQueue({ ...target, store }, reportWaiting, signal);
	try {
		// The collection can have changed during the wait.
		const result = await reembedNow(await readTarget(name, chunking, parts, signal), restart, parts, signal, onEvent);
		return waited && !result.changed ? { ...result, changed: true, followed: true } : result;
	} finally {
		await release?.();
	}
}

interface Wish {
	collection: Collection;
	stamp: CollectionStamp;
}

async function readTarget(
	name: string,
	chunking: ReembedChoice['chunking'],
	{ store, embedder }: ReembedParts,
	signal: AbortSignal,
): Promise<Wish> {
	const embedding = await embedder?.stamp(signal);
	const collection = await findCollection(store, name);
	const chunker = chunkerStamp({ ...collection.stamp.chunker, ...definedFields(chunking ?? {}) });
	return { collection, stamp: { ...(embedding && { embedding }), chunker } };
}

async function reembedNow(
	{ collection, stamp }: Wish,
	restart: boolean,
	{ store, embedder, findPlaces }: ReembedParts,
	signal: AbortSignal,
	onEvent: (event: ReembedEvent) => void,
): Promise<Reembedding> {
	await checkUnfinished(collection, stamp, restart);
	if (isSame(collection.stamp, stamp))
		return { statistics: await collection.statistics(), changed: false, embeddedChunks: 0, maskedValues: 0, outliers: [] };
	if (stamp.chunker.method === 'semantic' && !findPlaces) throw withoutPlaces(collection.name);
	const used: FillParts['used'] = { chunks: 0, maskedValues: 0, outliers: [] };
	for (;;) {
		const shadow = await collection.shadow(stamp);
		await fillShadow({ collection, shadow, store, embedder, findPlaces, used, onEvent }, signal);
		if (!(await swap(collection, stamp, store))) continue;
		onEvent({ kind: 'swapped' });
		const { chunks: embeddedChunks, maskedValues, costUsd, outliers } = used;
		const statistics = await (await findCollection(store, collection.name)).statistics();
		return { statistics, changed: true, embeddedChunks, maskedValues, outliers, ...(costUsd !== undefined && { costUsd }) };
	}
}

/** An unfinished re-embedding is neither continued nor discarded by accident: it can have cost money. */
async function checkUnfinished(collection: Collection, stamp: CollectionStamp, restart: boolean): Promise<void> {
	const { shadow } = await collection.statistics();
	if (!shadow || isSame(shadow.stamp, stamp)) return;
	if (restart) return collection.abandonShadow();
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The collection "${collection.name}" is already being re-embedded with ${shadow.stamp.embedding?.model ?? 'words alone'}: ${shadow.documents} documents are done.`,
		fix: 'Finish it with the same command as before, or discard it: troupe knowledge re-embed … --restart.',
		details: { collection: collection.name, expected: stamp, actual: shadow.stamp },
	});
}

/** @returns false if documents changed since the shadow was filled; they are added first */
async function swap(collection: Collection, stamp: CollectionStamp, store: KnowledgeStore): Promise<boolean> {
	try {
		await collection.swap();
		return true;
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'STATE_CONFLICT') throw error;
		// Another process filled the same shadow first.
		const current = await findCollection(store, collection.name);
		return isSame(current.stamp, stamp);
	}
}

function withoutPlaces(name: string): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The collection "${name}" is cut where the subject changes, but this host has no embedder to find these places.`,
		fix: 'Specify an embedder, or cut by structure: --chunking structure, in a task {"chunking": {"method": "structure"}}.',
		details: { collection: name },
	});
}

function definedFields(fields: ChunkingChoice): ChunkingChoice {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
