import { confirmedByPerson } from '../../terminal/confirm';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import type { OperatorOptions } from './connect-operator';
import { withGatedOperator, type OperateParts } from './with-operator';

export interface CancelOptions extends OperatorOptions {
	yes?: boolean;
}

/** @throws TroupeError INSTANCE_NOT_FOUND; those before it are cancelled */
export async function runProcessCancel(
	keys: string[],
	options: CancelOptions,
	terminal: Terminal,
	parts?: OperateParts,
): Promise<ExitCode> {
	const what = `the process ${keys.length === 1 ? 'instance' : 'instances'} ${keys.join(', ')}`;
	if (!(await confirmedByPerson(`Cancel ${what}? This cannot be undone.`, options, terminal))) return 1;
	const cancel = async ({ engine }: { engine: { cancel(key: string): Promise<void> } }): Promise<void> => {
		for (const key of keys) {
			await engine.cancel(key);
			terminal.print(options.json ? JSON.stringify({ cancelled: key }) : `${key} is cancelled.`);
		}
	};
	return withGatedOperator('process cancel', options, terminal, cancel, parts);
}
