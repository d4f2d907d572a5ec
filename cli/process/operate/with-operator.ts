import { admitCommand, openHost } from '../../host';
import type { GatedCommand } from '../../gated-commands';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import { connectOperator, type OperatorOptions } from './connect-operator';
import type { Operator } from './operator';

export interface OperateParts {
	open?: typeof openHost;
	connect?: typeof connectOperator;
}

export async function withOperator(
	options: OperatorOptions,
	terminal: Terminal,
	work: (operator: Operator) => Promise<void>,
	{ connect = connectOperator }: OperateParts = {},
): Promise<ExitCode> {
	const operator = await connect(options, terminal);
	try {
		await work(operator);
		return 0;
	} finally {
		await operator.close();
	}
}

/** The same for a command that makes processes go on: it asks the manifest gate first. */
export async function withGatedOperator(
	name: GatedCommand,
	options: OperatorOptions,
	terminal: Terminal,
	work: (operator: Operator) => Promise<void>,
	parts: OperateParts = {},
): Promise<ExitCode> {
	const host = await (parts.open ?? openHost)(terminal);
	await admitCommand(host, name, terminal);
	return withOperator(options, terminal, work, parts);
}
