import { toCallerFault } from '../../core/base/caller-fault';
import { isTroupeError } from '../../core/base/errors';

export function writeFault(error: unknown): string {
	const { code, message, fix = '' } = toCallerFault(error);
	const run = isTroupeError(error) && typeof error.details.runId === 'string' ? ` Run: ${error.details.runId}.` : '';
	return `${code}: ${message} ${fix}`.trim() + run;
}
