import { isTroupeError, TroupeError } from '../../base/errors';
import type { Collection, CollectionStamp, CollectionStatistics, DocumentText, KnowledgeStore, StampedEmbedder } from '../../ports';
import { chunkerStamp } from '../chunking/chunk-document';
import { findCollection } from '../find-collection';
import type { ChunkingChoice } from '../knowledge-task';
import { type Filling, type FillParts, fillShadow } from './fill-shadow';
import { isSame } from './is-same';
import { takeTurn, type Waiting } from './wait-in-queue';

export interface ReembedChoice {
	/** Of what it is not said, as it is. */
	chunking?: ChunkingChoice;
	/** Gives up what an earlier re-embedding to something else has begun. */
	anew?: boolean;
}

interface ReembedParts {
	store: KnowledgeStore;
	/** Of the model that it is to have; absent: by words alone. */
	embedder?: StampedEmbedder;
	findPlaces?: (document: DocumentText, signal: AbortSignal) => Promise<ArrayLike<number>>;
}

export type ReembedEvent = Filling | Waiting | { kind: 'swapped' };

export interface Reembedding {
	statistics: CollectionStatistics;
	/** False where it was so already. */
	changed: boolean;
	/** Another process did it, while this one waited. */
	followed?: true;
	/** Those that were asked of the model: not the remembered ones. */
	embeddedChunks: number;
	costUsd?: number;
}

/**
 * Gives a collection the vectors of another model, or pieces of another size. What is there is searched until the new one is complete, and takes
 * its place in one step; documents that come, change or go meanwhile are followed. Whoever is stopped goes on where they were; where another
 * process is at it, it is waited for, and gone on with where that one ends too early.
 * @throws TroupeError KNOWLEDGE_NOT_FOUND; STATE_CONFLICT where a re-embedding to something else is unfinished; MODEL_*, BUDGET_EXCEEDED, CANCELLED:
 * the collection is as it was, and what was done is kept for the next time
 */
export async function reembedCollection(
	name: string,
	{ chunking, anew = false }: ReembedChoice,
	{ store, embedder, findPlaces }: ReembedParts,
	signal: AbortSignal,
	onEvent: (event: ReembedEvent) => void = () => undefined,
): Promise<Reembedding> {
	const parts = { store, embedder, findPlaces };
	const wished = await wishOf(name, chunking, parts, signal);
	let waited = false;
	const tellWaiting = (event: Waiting) => {
		waited = true;
		onEvent(event);
	};
	const endTurn = await takeTurn({ ...wished, store }, tellWaiting, signal);
	try {
		// What it was before a wait, it may be no more.
		const result = await reembedNow(await wishOf(name, chunking, parts, signal), anew, parts, signal, onEvent);
		return waited && !result.changed ? { ...result, changed: true, followed: true } : result;
	} finally {
		await endTurn?.();
	}
}

interface Wish {
	collection: Collection;
	stamp: CollectionStamp;
}

/** The collection as it is now, and what it is to be. */
async function wishOf(
	name: string,
	chunking: ReembedChoice['chunking'],
	{ store, embedder }: ReembedParts,
	signal: AbortSignal,
): Promise<Wish> {
	const embedding = await embedder?.stamp(signal);
	const collection = await findCollection(store, name);
	const chunker = chunkerStamp({ ...collection.stamp.chunker, ...given(chunking ?? {}) });
	return { collection, stamp: { ...(embedding && { embedding }), chunker } };
}

async function reembedNow(
	{ collection, stamp }: Wish,
	anew: boolean,
	{ store, embedder, findPlaces }: ReembedParts,
	signal: AbortSignal,
	onEvent: (event: ReembedEvent) => void,
): Promise<Reembedding> {
	await settleFormer(collection, stamp, anew);
	if (isSame(collection.stamp, stamp)) return { statistics: await collection.statistics(), changed: false, embeddedChunks: 0 };
	if (stamp.chunker.method === 'semantic' && !findPlaces) throw withoutPlaces(collection.name);
	const used: FillParts['used'] = { chunks: 0 };
	for (;;) {
		const shadow = await collection.shadow(stamp);
		await fillShadow({ collection, shadow, store, embedder, findPlaces, used, onEvent }, signal);
		if (!(await swapped(collection, stamp, store))) continue;
		onEvent({ kind: 'swapped' });
		const { chunks: embeddedChunks, costUsd } = used;
		const statistics = await (await findCollection(store, collection.name)).statistics();
		return { statistics, changed: true, embeddedChunks, ...(costUsd !== undefined && { costUsd }) };
	}
}

/** What another re-embedding left is not gone on with by accident, nor thrown away: it may have cost money. */
async function settleFormer(collection: Collection, stamp: CollectionStamp, anew: boolean): Promise<void> {
	const { shadow } = await collection.statistics();
	if (!shadow || isSame(shadow.stamp, stamp)) return;
	if (anew) return collection.abandonShadow();
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The collection "${collection.name}" is being re-embedded already, to ${shadow.stamp.embedding?.model ?? 'words alone'}: ${shadow.documents} documents are done.`,
		fix: 'Finish that one by the same command as before, or give it up: troupe knowledge re-embed … --anew.',
		details: { collection: collection.name, expected: stamp, actual: shadow.stamp },
	});
}

/** @returns false where documents came or changed since the shadow was filled: they come into it first */
async function swapped(collection: Collection, stamp: CollectionStamp, store: KnowledgeStore): Promise<boolean> {
	try {
		await collection.swap();
		return true;
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'STATE_CONFLICT') throw error;
		// Another process filled the same shadow, and was faster.
		const found = await findCollection(store, collection.name);
		return isSame(found.stamp, stamp);
	}
}

/** Nobody gets other chunks than the stamp says. */
function withoutPlaces(name: string): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The collection "${name}" is cut where the subject changes, and nothing here finds that.`,
		fix: 'Name an embedder, or re-embed it cut by structure: --chunking structure, in a task {"chunking": {"method": "structure"}}.',
		details: { collection: name },
	});
}

function given(fields: ChunkingChoice): ChunkingChoice {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
