/** Opens the store of a host's collections. */
import { join } from 'node:path';
import { TroupeError } from '../../core/errors';
import type { KnowledgeStore } from '../../core/ports';
import type { KnowledgeHost } from './knowledge-host';

/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, NOT_SUPPORTED, DEPENDENCY_MISSING */
export async function openKnowledgeStore(host: Pick<KnowledgeHost, 'knowledgeStore' | 'stateFolder'>): Promise<KnowledgeStore> {
	const place = host.knowledgeStore ?? { kind: 'sqlite' };
	const stores = await import('../knowledge/sql-knowledge-store');
	switch (place.kind) {
		case 'sqlite':
			return stores.openSqliteKnowledgeStore(place.file ?? join(stateFolderOf(host), 'knowledge.db'));
		case 'postgres':
			return stores.openPostgresKnowledgeStore(place.address);
		case 'chroma':
			throw new TroupeError({
				code: 'NOT_SUPPORTED',
				message: 'This version keeps no collections in Chroma.',
				fix: 'Keep them in the embedded store or in PostgreSQL: leave TROUPE_CHROMA_URL out.',
			});
	}
}

function stateFolderOf({ stateFolder }: Pick<KnowledgeHost, 'stateFolder'>): string {
	if (stateFolder) return stateFolder;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Knowledge is kept in a file, and this host has no folder for its state.',
		fix: 'Set TROUPE_HOME, or name a store: TROUPE_KNOWLEDGE_STORE.',
	});
}
