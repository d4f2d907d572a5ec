/** Composes the cache of vectors, so that no text is embedded twice. */
import { join } from 'node:path';
import { systemClock, type VectorCache } from '../../../core/ports';
import type { KnowledgeHost } from '../host';

type CacheHost = Pick<KnowledgeHost, 'stateFolder' | 'tenant' | 'clock'>;

/** One for each state folder and tenant; it lives as long as the process does. */
const caches = new Map<string, VectorCache>();

/** Undefined without a state folder or on a Node without SQLite: then every text is embedded. */
export async function composeVectorCache({
	stateFolder,
	tenant = 'default',
	clock = systemClock,
}: CacheHost): Promise<VectorCache | undefined> {
	if (stateFolder === undefined || process.getBuiltinModule('node:sqlite') === undefined) return undefined;
	const key = JSON.stringify([stateFolder, tenant]);
	const { openVectorCache } = await import('../../state/vector-cache');
	const cache = caches.get(key) ?? openVectorCache(join(stateFolder, 'vectors.db'), { tenant, clock });
	caches.set(key, cache);
	return cache;
}

/** Removes the vectors of deleted texts, of every model. */
export async function forgetVectors(texts: string[], host: CacheHost): Promise<void> {
	await (await composeVectorCache(host))?.forget(texts);
}
