import { systemClock } from '../../../core/ports/host';
import type { VectorCache } from '../../../core/ports/models/models';
import { isPostgresAddress } from '../../database/database-place';
import { findStatePlace } from '../state/state-place';
import type { KnowledgeHost } from '../hosts/knowledge-host';

type CacheHost = Pick<KnowledgeHost, 'stateFolder' | 'database' | 'tenant' | 'clock'>;

const caches = new Map<string, VectorCache>();

/** Undefined without a database and a state folder, or for a file on a Node without SQLite: every text is embedded. */
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

export async function forgetVectors(texts: string[], host: CacheHost): Promise<void> {
	await (await composeVectorCache(host))?.forget(texts);
}
