import type { Budget } from '../../../core/ports/budget';
import { withoutReplaced } from '../../../core/usage/parse-limits';
import { readAgentDefinitions } from '../../../providers/files/agent-definitions';
import type { UsagePlace } from './usage-place';

interface ListedBudget {
	budget: Budget;
	setIn: string;
}

/**
 * Lists valid budgets: of the file, all machines, the tenant, and this machine's agents. Installation-wide budgets cover all tenants: HTTP callers
 * get only their number.
 */
export async function listBudgets(host: UsagePlace): Promise<{ budgets: ListedBudget[]; ofInstallation: number }> {
	const { readFileLimits } = await import('../../../providers/compose/models/usage');
	const { readSharedLimits } = await import('../../../providers/compose/models/shared-limits');
	const { readTenantBudgets } = await import('../../../providers/compose/state/host-tenants');
	const { ofAll, ofTenant } = await readSharedLimits(host);
	const sources: Array<[string, Budget[]]> = [
		['file', withoutReplaced((await readFileLimits(host)).budgets, ofAll.budgets)],
		['shared', ofAll.budgets],
		['tenant', [...ofTenant.budgets, ...(await readTenantBudgets(host))]],
		['agent', await readAgentBudgets(host)],
	];
	const all = sources.flatMap(([setIn, list]) => list.map((budget) => ({ budget, setIn })));
	if (host.operator) return { budgets: all, ofInstallation: 0 };
	return {
		budgets: all.filter(({ budget }) => budget.tenant === host.tenant),
		ofInstallation: all.filter(({ budget }) => budget.tenant === undefined).length,
	};
}

async function readAgentBudgets({ agentFolders, operator }: UsagePlace): Promise<Budget[]> {
	const { parseAgentDefinition } = await import('../../../core/agents/definition/parse-agent-definition');
	const note = operator?.note ?? (() => undefined);
	const budgets: Budget[] = [];
	for (const [id, definition] of await readAgentDefinitions(agentFolders, { note })) {
		try {
			const parsed = await parseAgentDefinition(definition, `The agent "${id}"`);
			budgets.push(...(parsed.budgets ?? []).map((budget) => ({ ...budget, agent: parsed.id })));
		} catch (error) {
			note(`warning: ${(error as Error).message}`);
		}
	}
	return budgets;
}
