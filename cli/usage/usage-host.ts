import { statSync } from 'node:fs';
import { join } from 'node:path';
import { budgetsFile } from '../../core/base/home';
import { withoutPassword } from '../../database/database-place';
import type { UsageHost } from '../../providers/compose/host';
import { storageFault } from '../../database/storage-fault';
import { findDatabase } from '../../providers/compose/state/state-place';
import { readStateHost } from '../host';
import type { Terminal } from '../terminal/terminal';

/** Returns where this installation counts its model calls. */
export const readUsageHost = (terminal: Terminal): UsageHost & { stateFolder: string } => ({
	...readStateHost(terminal),
	budgetsFile: budgetsFile(terminal.environment),
});

/** Whether there is a ledger: a query must not create one. @throws TroupeError STORAGE_UNREADABLE if this user must not know */
export function hasLedger(host: UsageHost & { stateFolder: string }): boolean {
	if (findDatabase(host) !== undefined) return true;
	const file = join(host.stateFolder, 'usage.db');
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
