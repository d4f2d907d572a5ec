/** Composes the cache of vectors, so that no text is embedded twice. */
import { systemClock } from '../../../core/ports/host';
import type { VectorCache } from '../../../core/ports/models/models';
import { isPostgresAddress } from '../../database/database-place';
import { findStatePlace } from '../state/state-place';
import type { KnowledgeHost } from '../hosts/knowledge-host';

type CacheHost = Pick<KnowledgeHost, 'stateFolder' | 'database' | 'tenant' | 'clock'>;

/** One for each place and tenant; it lives as long as the process does. */
const caches = new Map<string, VectorCache>();

/**
 * Opens the shared database, or `state.db` in the state folder; undefined without either, or for a file on a Node without SQLite: then every text
 * is embedded.
 */
export async function composeVectorCache(host: CacheHost): Promise<VectorCache | undefined> {
	const { tenant = 'default', clock = systemClock } = host;
	const place = findStatePlace(host);
	if (place === undefined || (!isPostgresAddress(place) && process.getBuiltinModule('node:sqlite') === undefined)) return undefined;
	const key = JSON.stringify([place, tenant]);
	const { openVectorCache } = await import('../../state/vector-cache');
	const cache = caches.get(key) ?? openVectorCache(place, { tenant, clock });
	caches.set(key, cache);
	return cache;
}

/** Removes the vectors of deleted texts, of every model. */
export async function forgetVectors(texts: string[], host: CacheHost): Promise<void> {
	await (await composeVectorCache(host))?.forget(texts);
}
