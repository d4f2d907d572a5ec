import type { Column } from '../../terminal/table-lines';
import type { Terminal } from '../../terminal/terminal';
import { readText, searchIfKnown, type Item } from './search';
import type { Operator } from './operator';

/** Searches the agents of an instance. A cluster before 8.10 knows none. */
export const readAgents = (operator: Operator, terminal: Terminal, processInstanceKey: string): Promise<Item[]> =>
	searchIfKnown(operator, terminal, { subject: 'Searching agents', what: 'agent-instances', filter: { processInstanceKey } });

const readMetric = (item: Item, name: string): string => readText((item.metrics ?? {}) as Item, name);

export const agentColumns: Array<Column<Item>> = [
	{ name: 'agent', title: 'AGENT', value: (item) => readText(item, 'agentInstanceKey') },
	{ name: 'element', title: 'ELEMENT', value: (item) => readText(item, 'elementId') },
	{ name: 'status', title: 'STATUS', value: (item) => readText(item, 'status').toLowerCase().replaceAll('_', ' ') },
	{ name: 'model', title: 'MODEL', value: (item) => readText((item.definition ?? {}) as Item, 'model') || null },
	{ name: 'modelCalls', title: 'MODEL CALLS', numeric: true, value: (item) => readMetric(item, 'modelCalls') },
	{ name: 'toolCalls', title: 'TOOL CALLS', numeric: true, value: (item) => readMetric(item, 'toolCalls') },
	{ name: 'input', title: 'INPUT', numeric: true, value: (item) => readMetric(item, 'inputTokens') },
	{ name: 'output', title: 'OUTPUT', numeric: true, value: (item) => readMetric(item, 'outputTokens') },
];
