import { statSync } from 'node:fs';
import { budgetsFile } from '../../core/base/home-folders';
import { isPostgresAddress, withoutPassword } from '../../providers/database/database-place';
import type { UsageHost } from '../../providers/compose/hosts/model-host';
import { storageFault } from '../../providers/database/storage-fault';
import { findDatabase, findStatePlace } from '../../providers/compose/state/state-place';
import { readStateHost } from '../host';
import type { Terminal } from '../terminal/terminal';

/** Returns where this installation counts its model calls. */
export const readUsageHost = (terminal: Terminal): UsageHost & { stateFolder: string } => ({
	...readStateHost(terminal),
	budgetsFile: budgetsFile(terminal.environment),
});

/**
 * Checks that there is a ledger: a query must not create one.
 * @throws TroupeError STORAGE_UNREADABLE if this user must not know, STATE_CONFLICT if the state was moved
 */
export function hasLedger(host: UsageHost & { stateFolder: string }): boolean {
	const file = findStatePlace(host)!;
	if (isPostgresAddress(file)) return true;
	try {
		return statSync(file, { throwIfNoEntry: false }) !== undefined;
	} catch (cause) {
		throw storageFault({ file, what: 'The usage of models' }, 'opened', cause);
	}
}

/** Names what is counted together, for people: the database that machines share, or the folder of one. */
export function describeLedger(host: UsageHost & { stateFolder: string }): { countedIn: string; isShared: boolean } {
	const database = findDatabase(host);
	return database === undefined
		? { countedIn: host.stateFolder, isShared: false }
		: { countedIn: withoutPassword(database), isShared: true };
}
