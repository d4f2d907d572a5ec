import type { Collection } from '../../ports';
import { throwIfIngestionStopped } from './throw-if-ingestion-stopped';

/** Listed and removed together. */
const documentsAtOnce = 1_000;

/** Removes the documents that no longer have a source. @returns their ids */
export async function removeGone(collection: Collection, isGone: (id: string) => boolean, signal: AbortSignal): Promise<string[]> {
	const gone: string[] = [];
	let after: string | undefined;
	for (;;) {
		throwIfIngestionStopped(signal);
		const some = await collection.documents({}, { after, limit: documentsAtOnce });
		gone.push(...some.map(({ id }) => id).filter(isGone));
		after = some.at(-1)?.id;
		if (some.length < documentsAtOnce) break;
	}
	const removed: string[] = [];
	for (let from = 0; from < gone.length; from += documentsAtOnce) {
		throwIfIngestionStopped(signal);
		removed.push(...(await collection.remove({ ids: gone.slice(from, from + documentsAtOnce) })));
	}
	return removed;
}
