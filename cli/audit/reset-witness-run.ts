import { readUserName } from '../../core/base/user-name';
import { openWitness } from '../../providers/compose/state/host-witnesses';
import { requireReason } from '../../service/privacy/require-reason';
import { openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface ResetWitnessOptions {
	reason: string;
	yes?: boolean;
}

/** Prints what was removed: it is the proof of what the log was. @returns 1 where nothing of the log was cosigned @throws TroupeError INPUT_INVALID */
export async function runResetWitness(origin: string, { reason, yes }: ResetWitnessOptions, terminal: Terminal): Promise<ExitCode> {
	requireReason(reason);
	const question = printable(`Cosign the log ${origin} from the start, whatever it was before? Ask its operator first.`);
	if (!(await confirmedByPerson(question, { yes }, terminal))) return 1;
	const store = await openWitness(openPrivateState(terminal));
	const removed = await store?.reset(origin, { by: `user:${readUserName()}`, reason, at: Date.now() });
	if (!removed) {
		terminal.note(printable(`This installation has cosigned nothing of the log ${origin}.`));
		return 1;
	}
	for (const note of [removed.note, removed.refused]) if (note !== undefined) terminal.print(note.trimEnd());
	terminal.note(
		printable(`The next checkpoint of ${origin} is cosigned as a first one. Keep what was printed: it shows what the log was.`),
	);
	return 0;
}
