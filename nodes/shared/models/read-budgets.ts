import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import type { Budget } from '../../../core/ports/budget';

/** The node's caps: for each of its executions, and over all of them. */
interface NodeBudgets {
	execution: Budget[];
	/** About the calls of `scope` alone. */
	lasting: Budget[];
	/** Names the node in the ledger, where an agent's id stands for the calls of agents. */
	scope: string;
}

type Entry = { per: Budget['per'] | 'execution' } & Partial<Record<'costUsd' | 'tokens' | 'calls', number>>;

export function readBudgets(context: IExecuteFunctions | ISupplyDataFunctions, itemIndex: number): NodeBudgets {
	const { name } = context.getNode();
	const scope = `n8n:${context.getWorkflow().id ?? 'unsaved'}/${name}`;
	const entries = (context.getNodeParameter('budgets.budget', itemIndex, []) as Entry[]).filter(isCap);
	const named = ({ per, costUsd, tokens, calls }: Entry) => ({
		name: `${name}, per ${per}`,
		...(costUsd && { costUsd }),
		...(tokens && { tokens }),
		...(calls && { calls }),
	});
	return {
		scope,
		execution: entries.filter(({ per }) => per === 'execution').map((entry) => ({ ...named(entry), per: 'total' })),
		lasting: entries.flatMap((entry) => (entry.per === 'execution' ? [] : [{ ...named(entry), per: entry.per }])),
	};
}

/** A row in which nothing is filled in caps nothing. */
const isCap = ({ costUsd, tokens, calls }: Entry) => Boolean(costUsd || tokens || calls);
