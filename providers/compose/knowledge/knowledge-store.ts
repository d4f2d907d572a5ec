import { readSetting } from '../../../core/base/settings/settings';
import { TroupeError } from '../../../core/base/errors';
import { createForgettingStore } from '../../../core/knowledge/embedding/forgetting-store';
import type { KnowledgeStore } from '../../../core/ports/knowledge/knowledge-store';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import type { StateHost } from '../hosts/state-host';
import { isPostgresAddress } from '../../database/database-place';
import { requireDatabaseRegion, requireRegion } from '../settings/residency';
import { findDatabase, findStatePlace } from '../state/state-place';
import { forgetVectors } from './host-vector-cache';

interface OpenKnowledgeStoreOptions {
	tenant?: string;
	/** Milliseconds since the epoch. */
	now?: () => number;
	/** Default: TROUPE_COLLECTIONS. */
	listed?: boolean;
}

/** Opens the store. Removing a document also removes its cached vectors. The caller closes it. @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, NOT_SUPPORTED, INPUT_INVALID, DEPENDENCY_MISSING */
export async function openKnowledgeStore(
	host: Pick<KnowledgeHost, 'knowledgeStore' | keyof StateHost>,
	options: OpenKnowledgeStoreOptions = {},
): Promise<KnowledgeStore> {
	await requireStores(host, options.tenant);
	const store = await openPlace(host, { listed: readSetting('TROUPE_COLLECTIONS') === 'listed', ...options });
	const forget = (texts: string[]) => forgetVectors(texts, { stateFolder: host.stateFolder, tenant: options.tenant });
	return createForgettingStore(store, forget);
}

/** @throws TroupeError RESIDENCY_REFUSED */
async function requireStores(host: Pick<KnowledgeHost, 'knowledgeStore' | keyof StateHost>, tenant: string | undefined): Promise<void> {
	const { knowledgeStore: place } = host;
	const catalogue = place?.kind === 'sqlite' ? undefined : place?.kind === 'postgres' ? place.address : findDatabase(host);
	const addresses = [
		place?.kind === 'chroma' ? place.url : undefined,
		place?.kind === 'chroma' ? (place.catalogue ?? catalogue) : catalogue,
	];
	const data = { ...host, ...(tenant !== undefined && { tenant }) };
	for (const address of addresses)
		if (address?.includes('://'))
			await (isPostgresAddress(address) ? requireDatabaseRegion : requireRegion)('The store of knowledge', address, data);
}

async function openPlace(
	host: Pick<KnowledgeHost, 'knowledgeStore' | keyof StateHost>,
	options: OpenKnowledgeStoreOptions,
): Promise<KnowledgeStore> {
	const database = findDatabase(host);
	const place = host.knowledgeStore ?? (database === undefined ? { kind: 'sqlite' } : { kind: 'postgres', address: database });
	const stores = await import('../../knowledge/sql-knowledge-store');
	switch (place.kind) {
		case 'sqlite':
			return stores.openSqliteKnowledgeStore(place.file ?? ownFile(host), options);
		case 'postgres':
			return stores.openPostgresKnowledgeStore(place.address, options);
		case 'chroma':
			return stores.openChromaKnowledgeStore(place, place.catalogue ?? database ?? ownFile(host), options);
	}
}

export function findCatalogue(host: Pick<KnowledgeHost, 'knowledgeStore' | keyof StateHost>): string {
	const { knowledgeStore: place } = host;
	const usual = () => findDatabase(host) ?? ownFile(host);
	if (place === undefined) return usual();
	if (place.kind === 'postgres') return place.address;
	return (place.kind === 'chroma' ? place.catalogue : place.file) ?? (place.kind === 'chroma' ? usual() : ownFile(host));
}

function ownFile({ stateFolder }: Pick<KnowledgeHost, 'stateFolder'>): string {
	if (stateFolder) return findStatePlace({ stateFolder, database: '' }, 'knowledge.db')!;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Knowledge is stored in a file, but no state folder is configured.',
		fix: 'Set TROUPE_HOME, or set TROUPE_KNOWLEDGE_STORE to another store.',
	});
}
