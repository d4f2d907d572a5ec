import type { IExecuteFunctions } from 'n8n-workflow';
import { BoundedCache } from '../../../core/base/bounded-cache';
import { budgetsFile } from '../../../core/base/home-folders';
import { troupeHome } from '../../../core/base/home';
import { readTenant } from '../../../core/base/tenant';
import type { Host } from '../../../providers/compose/hosts/host';
import { findLocalState } from '../../../providers/compose/state/local-state';
import { type DatabaseContext, readDatabase } from './read-database';

export type NodeState = Pick<Host, 'name' | 'tenant' | 'stateFolder' | 'database' | 'budgetsFile' | 'workflow' | 'memoryStore'>;

/** Triggers and lists in the editor have no execution. */
type StateContext = DatabaseContext &
	Pick<IExecuteFunctions, 'getWorkflow'> &
	Partial<Pick<IExecuteFunctions, 'getExecutionId' | 'addExecutionHints'>>;

/**
 * Returns where the node keeps state, and whose it is: in the database of its credential, else in that of TROUPE_DATABASE_URL (memory: TROUPE_MEMORY_STORE), else
 * in files of this n8n. Shows a hint if files are not enough.
 * @param usesCredential false if the form of the node says so
 * @throws TroupeError INPUT_INVALID for a credential without host, user or database, or with an invalid tenant
 */
export async function readState(context: StateContext, usesCredential = true): Promise<NodeState> {
	const chosen = usesCredential ? await readDatabase(context) : undefined;
	// The panel comes before the environment, in the memory too.
	const state = { ...fileState(), workflow: context.getWorkflow().id ?? '', ...chosen, ...(chosen && { memoryStore: '' }) };
	showLocalState(context, state);
	return state;
}

export const fileState = (): NodeState => ({ name: 'n8n', tenant: readTenant(), stateFolder: troupeHome(), budgetsFile: budgetsFile() });

const maxExecutions = 1_000;
const told = new BoundedCache<true>(maxExecutions);

/** Shows the hint once in an execution, above the output of the first node that keeps state. */
function showLocalState(context: StateContext, state: NodeState): void {
	const local = findLocalState(state);
	if (!local || !context.addExecutionHints) return;
	const execution = context.getExecutionId?.() ?? '';
	if (told.get(execution)) return;
	told.set(execution, true);
	context.addExecutionHints({ message: local.warning, type: 'warning', location: 'outputPane' });
}
