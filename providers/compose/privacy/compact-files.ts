import { basename } from 'node:path';
import { isPostgresAddress } from '../../database/database-place';
import { compactFile } from '../../database/sqlite/compact-file';
import { inboxPlace } from '../../state/channels/receipts/file-inbox';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import type { MemoryStoreHost } from '../hosts/state-host';
import { findCatalogue } from '../knowledge/knowledge-store';
import { findMemoryPlace } from '../memory/memory';
import { findExistingState, findStatePlace } from '../state/state-place';

export const listTenantFiles = (host: MemoryStoreHost & Pick<KnowledgeHost, 'knowledgeStore'> & { stateFolder: string }): string[] => [
	findStatePlace(host, 'registry.db')!,
	findCatalogue(host),
];

/**
 * Compacts the files of a home, so that removed data does not stay in unused space. @param atMost bytes; larger files are skipped @param others
 * further files, and addresses, which are skipped @returns the skipped files @throws TroupeError STORAGE_LOCKED, retryable; STORAGE_*
 */
export async function compactFiles(
	host: MemoryStoreHost & { stateFolder: string },
	{ atMost, others = [] }: { atMost?: number; others?: readonly string[] } = {},
): Promise<string[]> {
	const state = findExistingState(host);
	const places = [...(state === undefined ? [] : [state, inboxPlace(state)]), findMemoryPlace(host, host.stateFolder), ...others];
	const left: string[] = [];
	for (const place of new Set(places)) if (!isPostgresAddress(place) && !(await compactFile(place, atMost))) left.push(basename(place));
	return left;
}
