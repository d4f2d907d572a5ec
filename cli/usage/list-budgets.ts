import { agentFolders } from '../../core/base/home-folders';
import type { Budget } from '../../core/ports/budget';
import { withoutReplaced } from '../../core/usage/parse-limits';
import type { UsageHost } from '../../providers/compose/hosts/model-host';
import { readAgentDefinitions } from '../../providers/files/agent-definitions';
import type { Terminal } from '../terminal/terminal';

interface ListedBudget {
	budget: Budget;
	/** Source of the budget: `file`, `shared`, `tenant` or `agent`. */
	source: string;
}

/** Lists the budgets that count: of the file, of all machines, of the tenant, and of the agents on this machine. */
export async function listBudgets(host: UsageHost, terminal: Terminal): Promise<ListedBudget[]> {
	const { readFileLimits } = await import('../../providers/compose/models/usage');
	const { readSharedLimits } = await import('../../providers/compose/models/shared-limits');
	const { readTenantBudgets } = await import('../../providers/compose/state/host-tenants');
	const { ofAll, ofTenant } = await readSharedLimits(host);
	const sources: Array<[string, Budget[]]> = [
		['file', withoutReplaced((await readFileLimits(host)).budgets, ofAll.budgets)],
		['shared', ofAll.budgets],
		['tenant', [...ofTenant.budgets, ...(await readTenantBudgets(host))]],
		['agent', await readAgentBudgets(terminal)],
	];
	return sources.flatMap(([source, list]) => list.map((budget) => ({ budget, source })));
}

async function readAgentBudgets(terminal: Terminal): Promise<Budget[]> {
	const { parseAgentDefinition } = await import('../../core/agents/definition/parse-agent-definition');
	const budgets: Budget[] = [];
	for (const [id, definition] of await readAgentDefinitions(agentFolders(terminal.environment), terminal)) {
		try {
			const parsed = await parseAgentDefinition(definition, `The agent "${id}"`);
			budgets.push(...(parsed.budgets ?? []).map((budget) => ({ ...budget, agent: parsed.id })));
		} catch (error) {
			terminal.note(`warning: ${(error as Error).message}`);
		}
	}
	return budgets;
}
