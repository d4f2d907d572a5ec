import { TroupeError } from '../../base/errors';
import { pause } from '../../base/async/pause';
import type { CollectionStamp } from '../../ports/knowledge/collection-stamp';
import type { Collection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import { findCollection } from '../find-collection';
import { throwIfReembeddingStopped } from './throw-if-reembedding-stopped';
import { isSame } from './is-same';

/** Another process is re-embedding; its progress. */
export interface WaitingEvent {
	kind: 'waiting';
	done: number;
	documents: number;
}

const pollMs = 1_000;

/**
 * Waits until no other process fills the collection's shadow, since two would pay twice. The other process can end early; then this one continues.
 * @returns the function that releases the shadow; undefined if another process finished in the meantime
 * @throws TroupeError STATE_CONFLICT if another process re-embeds it with another target, KNOWLEDGE_NOT_FOUND if it was removed, CANCELLED
 */
export async function waitInQueue(
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
