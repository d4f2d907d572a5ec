import { isTroupeError, TroupeError } from '../../core/base/errors';

const operations: Record<string, string> = {
	new: 'Create',
	ask: 'Converse',
	show: 'Get',
	list: 'Get Many',
	change: 'Change',
	prove: 'Prove',
	confirm: 'Confirm',
	run: 'Run',
};

/** Words the fix of a fault for the panel, where there is no command line. */
export function inWordsOfNodes(fault: unknown): unknown {
	const error = isTroupeError(fault) && isTroupeError(fault.cause) ? fault.cause : fault;
	if (!isTroupeError(error) || error.fix === undefined) return error;
	const fix = error.fix
		.replaceAll(/`troupe plan (\w+)[^`]*`/g, (command, name: string) =>
			operations[name] === undefined ? command : `the operation ${operations[name]} of Troupe Planner`,
		)
		.replaceAll('--accept-unsupported', 'the option "Accept Unsupported Steps"');
	if (fix === error.fix) return error;
	const { code, message, retryable, retryAfterMs, details, cause } = error;
	return new TroupeError({ code, message, fix, retryable, retryAfterMs, details, cause });
}
