import { statSync } from 'node:fs';
import { isPostgresAddress, withoutPassword } from '../../database/database-place';
import { storageFault } from '../../database/storage-fault';
import type { UsageHost } from '../hosts/model-host';
import { findDatabase, findStatePlace } from '../state/state-place';

/** @throws TroupeError STORAGE_UNREADABLE if this user must not know, STATE_CONFLICT if the state was moved */
export function hasLedger(host: UsageHost & { stateFolder: string }): boolean {
	const file = findStatePlace(host)!;
	if (isPostgresAddress(file)) return true;
	try {
		return statSync(file, { throwIfNoEntry: false }) !== undefined;
	} catch (cause) {
		throw storageFault({ file, what: 'The usage of models' }, 'opened', cause);
	}
}

export function describeLedger(host: UsageHost & { stateFolder: string }): { countedIn: string; isShared: boolean } {
	const database = findDatabase(host);
	return database === undefined
		? { countedIn: host.stateFolder, isShared: false }
		: { countedIn: withoutPassword(database), isShared: true };
}
