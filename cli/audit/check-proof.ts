import { Command } from 'commander';
import type { Session } from '../terminal/session';

/** Declares `troupe audit check-proof`. */
export function checkProofCommand(session: Session): Command {
	return new Command('check-proof')
		.description(
			'Checks Merkle proofs, JSON lines {"kind": "inclusion" or "consistency", …}. Exit code 0: all lines could be read, whatever they prove.',
		)
		.argument('[files...]', 'files of JSON lines; default, or -: standard input')
		.action(async (files: string[]) => {
			const { runCheckProof } = await import('./check-proof-run');
			session.exitCode = await runCheckProof(files, session.terminal);
		});
}
