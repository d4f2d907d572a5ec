import { basename } from 'node:path';
import { isPostgresAddress } from '../../database/database-place';
import { compactFile } from '../../database/sqlite/compact-file';
import { inboxPlace } from '../../state/channels/receipts/file-inbox';
import type { MemoryStoreHost } from '../hosts/state-host';
import { findMemoryPlace } from '../memory/memory';
import { findExistingState } from '../state/state-place';

/**
 * Makes nothing of what was removed stay in the unused space of the files of a home.
 * @param atMost bytes; larger files are left as they are
 * @returns the names of the files that were left
 * @throws TroupeError STORAGE_LOCKED, retryable; STORAGE_*
 */
export async function compactFiles(host: MemoryStoreHost & { stateFolder: string }, atMost?: number): Promise<string[]> {
	const state = findExistingState(host);
	const places = [...(state === undefined ? [] : [state, inboxPlace(state)]), findMemoryPlace(host, host.stateFolder)];
	const left: string[] = [];
	for (const place of new Set(places)) if (!isPostgresAddress(place) && !(await compactFile(place, atMost))) left.push(basename(place));
	return left;
}
