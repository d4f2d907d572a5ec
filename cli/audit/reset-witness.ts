import { Command } from 'commander';
import { yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { ResetWitnessOptions } from './reset-witness-run';

/** Declares `troupe audit reset-witness`. */
export function resetWitnessCommand(session: Session): Command {
	return new Command('reset-witness')
		.description(
			'Lets this installation, as a witness, cosign a log from the start: after its operator put an older backup back. Prints what it had cosigned.',
		)
		.argument('<origin>', 'the origin of the log, as the first line of its checkpoint has it')
		.requiredOption('--reason <text>', 'why; the audit log has it, encrypted')
		.addOption(yesOption())
		.action(async (origin: string, options: ResetWitnessOptions) => {
			const { runResetWitness } = await import('./reset-witness-run');
			session.exitCode = await runResetWitness(origin, options, session.terminal);
		});
}
