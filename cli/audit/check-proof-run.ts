import { checkProof, UnreadableClaim } from '../../core/audit/check-proof';
import { answerLines } from '../terminal/json-lines';
import { type Line, maxLineCharacters } from '../terminal/line-reader';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** Further unreadable lines are counted, not named. */
const maxNamedLines = 1_000;

/** Answers each line, in order. A failed proof is an answer, and so is an unreadable line. @returns 2 after an unreadable line, otherwise 0 */
export async function runCheckProof(files: string[], terminal: Terminal): Promise<ExitCode> {
	let unreadable = 0;
	const answer = (line: Line, file: string): Promise<string> | undefined => {
		if (line.text?.trim() === '') return undefined;
		const { reason, isReadable } = check(line.text);
		if (!isReadable && ++unreadable <= maxNamedLines)
			terminal.note(`error: line ${line.number}${file === '-' ? '' : ` of ${file}`} ${reason}`);
		return Promise.resolve(JSON.stringify(reason === undefined ? { ok: true } : { ok: false, reason }));
	};
	await answerLines({ files, answer }, terminal);
	if (unreadable > maxNamedLines) terminal.note(`error: ${unreadable - maxNamedLines} more lines could not be read`);
	return unreadable > 0 ? 2 : 0;
}

function check(line: string | undefined): { reason?: string; isReadable: boolean } {
	if (line === undefined) return { reason: `is longer than ${maxLineCharacters} characters`, isReadable: false };
	try {
		return { reason: checkProof(line), isReadable: true };
	} catch (error) {
		if (!(error instanceof UnreadableClaim)) throw error;
		return { reason: error.message, isReadable: false };
	}
}
