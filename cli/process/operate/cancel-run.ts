import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import type { OperatorOptions } from './connect-operator';
import { withGatedOperator, type OperateParts } from './with-operator';

/** @throws TroupeError INSTANCE_NOT_FOUND; those before it are cancelled */
export function runProcessCancel(keys: string[], options: OperatorOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const cancel = async ({ engine }: { engine: { cancel(key: string): Promise<void> } }): Promise<void> => {
		for (const key of keys) {
			await engine.cancel(key);
			terminal.print(options.json ? JSON.stringify({ cancelled: key }) : `${key} is cancelled.`);
		}
	};
	return withGatedOperator('process cancel', options, terminal, cancel, parts);
}
