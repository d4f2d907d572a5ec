import { TroupeError } from '../../base/errors';
import { pause } from '../../base/pause';
import type { Collection, CollectionStamp, KnowledgeStore } from '../../ports';
import { findCollection } from '../find-collection';
import { checkGoesOn } from './throw-if-reembedding-stopped';
import { isSame } from './is-same';

/** Another process is at it: how far it is. */
export interface Waiting {
	kind: 'waiting';
	done: number;
	documents: number;
}

const lookedAtEveryMs = 1_000;

/**
 * Waits until nobody else fills the collection's shadow: what two fill is paid for twice. Who fills it may end without being done; then it is
 * this one's turn.
 * @returns what ends the turn; undefined where another process has done it meanwhile
 * @throws TroupeError STATE_CONFLICT where another process re-embeds it to something else, KNOWLEDGE_NOT_FOUND where it was removed, CANCELLED
 */
export async function takeTurn(
	{ collection, stamp, store }: { collection: Collection; stamp: CollectionStamp; store: KnowledgeStore },
	onEvent: (event: Waiting) => void,
	signal: AbortSignal,
): Promise<(() => Promise<void>) | undefined> {
	for (;;) {
		const end = await collection.holdShadow();
		if (end) return end;
		const { documents, shadow, ...served } = await (await findCollection(store, collection.name)).statistics();
		if (isSame(served.stamp, stamp) && !shadow) return undefined;
		if (shadow && !isSame(shadow.stamp, stamp)) throw atWork(collection, stamp, shadow);
		onEvent({ kind: 'waiting', done: shadow?.documents ?? 0, documents });
		if (!(await pause(lookedAtEveryMs, signal))) checkGoesOn(signal);
	}
}

function atWork({ name }: Collection, expected: CollectionStamp, shadow: { stamp: CollectionStamp; documents: number }): TroupeError {
	const { embedding } = shadow.stamp;
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Another process is re-embedding the collection "${name}" right now, to ${embedding?.model ?? 'words alone'}: ${shadow.documents} documents are done.`,
		fix: 'Wait until it is done, or stop that process, and try again.',
		details: { collection: name, expected, actual: shadow.stamp },
	});
}
