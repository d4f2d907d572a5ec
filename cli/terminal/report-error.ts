import { isTroupeError, getErrorMessage } from '../../core/base/errors';
import { readSetting } from '../../core/base/settings/settings';
import { explainSystemError } from './system-errors';
import { printable, type Terminal } from './terminal';

/** The exit code of a command: 0 done, 1 the answer is no, 2 wrong use. */
export type ExitCode = 0 | 1 | 2;

const usageCodes = new Set(['INPUT_INVALID', 'POLICY_INVALID', 'FILTER_INVALID']);

export function reportError(fault: unknown, terminal: Terminal): ExitCode {
	const error = explainSystemError(fault);
	const isExpected = isTroupeError(error);
	const message = printable(getErrorMessage(error));
	terminal.note(`error: ${isExpected ? endSentence(message) : message}`);
	if (isExpected && error.fix) terminal.note(`fix: ${printable(error.fix)}`);
	if (isExpected && typeof error.details.runId === 'string') terminal.note(`run: troupe run show ${printable(error.details.runId)}`);
	if (!isExpected && !readSetting('TROUPE_DEBUG', terminal.environment))
		terminal.note('fix: Set TROUPE_DEBUG=1, run the command again, and report the stack trace.');
	if (readSetting('TROUPE_DEBUG', terminal.environment)) noteStack(error, terminal);
	return isExpected && usageCodes.has(error.code) ? 2 : 1;
}

/** Messages are sentences; some end with a value or with the words of another program. */
const endSentence = (text: string): string => (/[.!?…:]$/.test(text.trimEnd()) || text.includes('\n') ? text : `${text}.`);

function noteStack(error: unknown, terminal: Terminal): void {
	for (let cause = error, depth = 0; cause !== undefined && depth < 8; depth++) {
		const stack = (cause as Error | null)?.stack ?? getErrorMessage(cause);
		terminal.note(`${depth > 0 ? 'caused by: ' : ''}${printable(stack)}`);
		cause = (cause as Error | null)?.cause;
	}
}
