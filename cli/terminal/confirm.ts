import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { Terminal } from './terminal';

/** Asks before what stops something or cannot be undone. @throws TroupeError INPUT_INVALID if there is neither a person nor `--yes` */
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
			message: 'The command cannot ask for a decision, because its input is not a terminal',
			fix: 'Read the lines above, then run it again with --yes.',
		});
	try {
		return /^\s*(y|yes|s|sim)\s*$/i.test(await ask(`${question} [y/N] `));
	} catch (error) {
		if (isTroupeError(error) && error.code === 'CANCELLED') return false;
		throw error;
	}
}
