import type { ExitCode } from '../../terminal/report-error';
import { tableLines, type Column } from '../../terminal/table-lines';
import type { Terminal } from '../../terminal/terminal';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { OperatorOptions } from './connect-operator';
import { readDate, readText, searchItems, type Item } from './search';
import { withOperator, type OperateParts } from './with-operator';

export interface ListOptions extends OperatorOptions {
	process?: string;
	state?: 'active' | 'completed' | 'terminated' | 'incident';
	limit: number;
}

export function runProcessList(options: ListOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const { process, state, limit, json } = options;
	const filter = {
		processDefinitionId: process,
		...(state === 'incident' ? { hasIncident: true, state: 'ACTIVE' } : { state: state?.toUpperCase() }),
	};
	const search = { subject: 'Searching instances', what: 'process-instances', filter, limit };
	return withOperator(
		options,
		terminal,
		async (operator) => {
			const items = await searchItems(operator, terminal, { ...search, sort: [{ field: 'startDate', order: 'DESC' }] });
			if (json) return terminal.print(stringifyJson({ instances: items }));
			if (items.length === 0) return terminal.note('No instance matches.');
			for (const line of tableLines(columns, items, terminal, (item) => (item.hasIncident === true ? 'red' : undefined)))
				terminal.print(line);
		},
		parts,
	);
}

export const readState = (item: Item): string => (item.hasIncident === true ? 'incident' : readText(item, 'state').toLowerCase());

const columns: Array<Column<Item>> = [
	{ name: 'instance', title: 'INSTANCE', value: (item) => readText(item, 'processInstanceKey') },
	{ name: 'process', title: 'PROCESS', value: (item) => readText(item, 'processDefinitionId') },
	{ name: 'version', title: 'VERSION', numeric: true, value: (item) => readText(item, 'processDefinitionVersion') },
	{ name: 'state', title: 'STATE', value: readState },
	{ name: 'started', title: 'STARTED (UTC)', value: (item) => readDate(item, 'startDate') },
	{ name: 'ended', title: 'ENDED (UTC)', value: (item) => readDate(item, 'endDate') },
];
