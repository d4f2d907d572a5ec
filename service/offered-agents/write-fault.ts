import { toCallerFault } from '../../core/base/caller-fault';

/** Writes a fault for the program that called, or for its model. */
export function writeFault(error: unknown): string {
	const { code, message, fix = '' } = toCallerFault(error);
	return `${code}: ${message} ${fix}`.trim();
}
