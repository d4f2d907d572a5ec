import { TroupeError } from '../../../../core/base/errors';

const usualTimeoutMs = 30_000;
/** The tool ends before its call does, so that the model gets the output so far. */
const marginMs = 2_000;

export function toolTimeLimit(timeoutMs = usualTimeoutMs): number {
	return Math.max(timeoutMs - marginMs, Math.ceil(timeoutMs / 2));
}

export const withoutSandbox = (name: string, what: string): TroupeError =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `The tool ${name} is ${what}, and this host has no sandbox to run it in.`,
		fix: 'Run the agent with `troupe`: on the command line, in a worker or in the service.',
	});
