import { budgetsFile, troupeHome } from '../../core/base/home';
import { readSetting } from '../../core/base/settings';
import { withoutPassword } from '../../database/database-place';
import type { UsageHost } from '../../providers/compose/host';
import { findDatabase } from '../../providers/compose/state/state-place';
import type { Terminal } from '../terminal/terminal';

/** Returns where this installation counts its model calls. */
export function readUsageHost({ environment }: Terminal): UsageHost & { stateFolder: string } {
	return {
		stateFolder: troupeHome(environment),
		database: readSetting('TROUPE_DATABASE_URL', environment) ?? '',
		budgetsFile: budgetsFile(environment),
	};
}

/** Names what is counted together, for people: the database that machines share, or the folder of one. */
export function describeLedger(host: UsageHost & { stateFolder: string }): { countedIn: string; isShared: boolean } {
	const database = findDatabase(host);
	return database === undefined
		? { countedIn: host.stateFolder, isShared: false }
		: { countedIn: withoutPassword(database), isShared: true };
}
