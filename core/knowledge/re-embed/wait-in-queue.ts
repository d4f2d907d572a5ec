import { TroupeError } from '../../base/errors';
import { pause } from '../../base/async/pause';
import type { CollectionStamp } from '../../ports/knowledge/collection-stamp';
import type { Collection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import { findCollection } from '../find-collection';
import { throwIfReembeddingStopped } from './throw-if-reembedding-stopped';
import { isSame } from './is-same';

export interface WaitingEvent {
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
