import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { Terminal } from './terminal';

/** Asks before a change that stops something or cannot be undone, and notes a refusal. @throws TroupeError INPUT_INVALID if there is neither a person nor `--yes` */
export async function confirmedByPerson(question: string, options: { yes?: boolean }, terminal: Terminal): Promise<boolean> {
	if (await confirmed(question, options, terminal)) return true;
	terminal.note('Nothing was changed.');
	return false;
}

/** Asks the person at the terminal. Declining is an answer, not an error. */
export async function confirmed(question: string, { yes }: { yes?: boolean }, { ask }: Terminal): Promise<boolean> {
	if (yes) return true;
	if (!ask)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The command cannot ask "${question}", because its input is not a terminal`,
			fix: 'If the answer is yes, run the command again with --yes.',
		});
	try {
		return /^\s*(y|yes|s|sim)\s*$/i.test(await ask(`${question} [y/N] `));
	} catch (error) {
		if (isTroupeError(error) && error.code === 'CANCELLED') return false;
		throw error;
	}
}
