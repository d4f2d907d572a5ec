import type { Variables } from '../../../engine-adapter/engine';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import type { OperatorOptions } from './connect-operator';
import { withGatedOperator, type OperateParts } from './with-operator';

export interface StartOptions extends OperatorOptions {
	variables: Variables;
	/** Default: the latest. */
	processVersion?: number;
}

/** Starts an instance of a deployed process. @throws TroupeError PROCESS_NOT_FOUND */
export function runProcessStart(processId: string, options: StartOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const { variables, processVersion, json } = options;
	return withGatedOperator(
		'process start',
		options,
		terminal,
		async ({ engine }) => {
			const { instanceKey, version } = await engine.start({ processId, variables, version: processVersion });
			if (json) return terminal.print(JSON.stringify({ instanceKey, processId, version }));
			terminal.print(`Instance ${instanceKey} of ${processId} version ${version} is started.`);
			terminal.note(`Follow it with \`troupe process show ${instanceKey}\`.`);
		},
		parts,
	);
}
