import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import type { Terminal } from '../../terminal/terminal';
import type { OperatorOptions } from './connect-operator';
import { costColumns, readInstanceCost, toTotalRow } from './instance-cost';
import { withOperator, type OperateParts } from './with-operator';

export function runProcessCost(instanceKey: string, options: OperatorOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	return withOperator(
		options,
		terminal,
		async (operator) => {
			const cost = await readInstanceCost(operator, terminal, instanceKey);
			if (options.json) return terminal.print(JSON.stringify({ instance: instanceKey, ...cost }));
			if (cost.tasks.length === 0) return terminal.note('No model calls of this instance are recorded here.');
			const total = toTotalRow(cost);
			for (const line of tableLines(costColumns, [...cost.tasks, total], terminal, (row) => (row === total ? 'bold' : undefined)))
				terminal.print(line);
			if (cost.total.unpriced > 0) terminal.note('+?: the price of some calls is unknown.');
		},
		parts,
	);
}
