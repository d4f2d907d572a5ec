import type { UsageTotal } from '../../../core/ports/usage';
import type { Column } from '../../terminal/table-lines';
import { formatCount } from '../../terminal/format-text';
import type { Terminal } from '../../terminal/terminal';
import { hasLedger } from '../../../providers/compose/models/ledger-place';
import { readUsageHost } from '../../usage/usage-host';
import { readText, searchItems } from './search';
import type { Operator } from './operator';

export interface TaskCost {
	processId: string;
	instanceKey: string;
	elementId: string | null;
	model: string | null;
	calls: number;
	inputTokens: number;
	outputTokens: number;
	/** US dollars of the calls with a known price. */
	costUsd: number;
	/** Calls without a known price. */
	unpriced: number;
}

export interface InstanceCost {
	tasks: TaskCost[];
	total: Pick<TaskCost, 'calls' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'unpriced'>;
}

/** Deeper calls than an engine allows are not followed. */
const maxInstances = 1_000;

export async function readInstanceCost(operator: Operator, terminal: Terminal, instanceKey: string): Promise<InstanceCost> {
	const host = readUsageHost(terminal);
	const tasks: TaskCost[] = [];
	if (hasLedger(host)) {
		const { composeUsageStore } = await import('../../../providers/compose/models/usage');
		const store = await composeUsageStore(host);
		const now = Date.now();
		for (const key of await listCalled(operator, terminal, instanceKey)) {
			const totals = await store.totals({ by: ['process', 'element', 'model'], instance: key }, now);
			tasks.push(...totals.map((total) => toTask(key, total)));
		}
	}
	return { tasks, total: sum(tasks) };
}

async function listCalled(operator: Operator, terminal: Terminal, instanceKey: string): Promise<string[]> {
	const keys = [instanceKey];
	for (let at = 0; at < keys.length && keys.length < maxInstances; at++) {
		const filter = { parentProcessInstanceKey: keys[at] };
		const called = await searchItems(operator, terminal, { subject: 'Searching called instances', what: 'process-instances', filter });
		keys.push(...called.map((item) => readText(item, 'processInstanceKey')));
	}
	return keys;
}

const toTask = (instanceKey: string, { group, calls, inputTokens, outputTokens, costUsd, unpriced }: UsageTotal): TaskCost => ({
	processId: group.process ?? '',
	instanceKey,
	elementId: group.element ?? null,
	model: group.model ?? null,
	calls,
	inputTokens,
	outputTokens,
	costUsd,
	unpriced,
});

function sum(tasks: TaskCost[]): InstanceCost['total'] {
	const of = (name: keyof InstanceCost['total']): number => tasks.reduce((total, task) => total + task[name], 0);
	return {
		calls: of('calls'),
		inputTokens: of('inputTokens'),
		outputTokens: of('outputTokens'),
		costUsd: of('costUsd'),
		unpriced: of('unpriced'),
	};
}

export const toTotalRow = ({ total }: InstanceCost): TaskCost => ({
	processId: 'total',
	instanceKey: '',
	elementId: '',
	model: '',
	...total,
});

export const costColumns: Array<Column<TaskCost>> = [
	{ name: 'process', title: 'PROCESS', value: ({ processId }) => processId },
	{ name: 'element', title: 'ELEMENT', value: ({ elementId }) => elementId },
	{ name: 'model', title: 'MODEL', value: ({ model }) => model },
	{ name: 'calls', title: 'CALLS', numeric: true, value: ({ calls }) => calls, show: ({ calls }) => formatCount(calls) },
	{ name: 'input', title: 'INPUT', numeric: true, value: ({ inputTokens }) => inputTokens, show: (task) => formatCount(task.inputTokens) },
	{
		name: 'output',
		title: 'OUTPUT',
		numeric: true,
		value: ({ outputTokens }) => outputTokens,
		show: (task) => formatCount(task.outputTokens),
	},
	{ name: 'cost', title: 'COST USD', numeric: true, value: ({ costUsd }) => costUsd, show: (task) => showCost(task) },
];

/** `+?` where the price of some calls is unknown. */
export const showCost = ({ costUsd, unpriced }: Pick<TaskCost, 'costUsd' | 'unpriced'>): string =>
	`${costUsd.toLocaleString('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 6 })}${unpriced > 0 ? ' +?' : ''}`;
