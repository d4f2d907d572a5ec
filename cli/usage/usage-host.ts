import { agentFolders, budgetsFile } from '../../core/base/home-folders';
import type { UsageHost } from '../../providers/compose/hosts/model-host';
import { describeLedger } from '../../providers/compose/models/ledger-place';
import type { UsagePlace } from '../../service/operations/usage/usage-place';
import { openPrivateState, readStateHost } from '../host';
import type { Terminal } from '../terminal/terminal';

export const readUsageHost = (terminal: Terminal): UsageHost & { stateFolder: string } => ({
	...readStateHost(terminal),
	budgetsFile: budgetsFile(terminal.environment),
});

/** Opens the usage of this installation for operations: of the tenant that `--tenant` names, or of all. */
export const openUsage = (terminal: Terminal): UsagePlace => ({
	...readUsageHost(terminal),
	...openPrivateState(terminal),
	agentFolders: agentFolders(terminal.environment),
	operator: { tenant: terminal.tenant, note: terminal.note },
});

/** Names what is counted together, for people: a service, the database that machines share, or the folder of one. */
export const describeCounted = (terminal: Terminal): { countedIn: string; isShared: boolean } =>
	terminal.service === undefined ? describeLedger(readUsageHost(terminal)) : { countedIn: terminal.service, isShared: true };
