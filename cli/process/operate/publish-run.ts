import type { Variables } from '../../../engine-adapter/engine/variables';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import type { OperatorOptions } from './connect-operator';
import { withGatedOperator, type OperateParts } from './with-operator';

export interface PublishOptions extends OperatorOptions {
	correlationKey: string;
	variables: Variables;
	/** Milliseconds. */
	ttl: number;
}

export function runProcessPublish(name: string, options: PublishOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const { correlationKey, variables, ttl, json } = options;
	return withGatedOperator(
		'process publish',
		options,
		terminal,
		async ({ engine, tenantId }) => {
			const message = { name, correlationKey, variables, timeToLiveMs: ttl, ...(tenantId !== undefined && { tenantId }) };
			const { messageKey } = await engine.publishMessage(message);
			if (json) return terminal.print(JSON.stringify({ messageKey, name, correlationKey }));
			terminal.print(
				`Message ${messageKey} "${name}" is published${ttl === 0 ? '' : `. It waits for an instance for at most ${ttl / 1000} s`}.`,
			);
		},
		parts,
	);
}
