import { Command } from 'commander';
import { asOption } from './as-option';
import { decimalNumber } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { AskerOptions } from './asker-run';

/** Declares `troupe knowledge asker --as NAME…`. */
export function askerCommand(session: Session): Command {
	return new Command('asker')
		.description('Prints a signed text for the variable "asker" of a process: who asks in its jobs that search documents with readers.')
		.addOption(asOption('who asks').makeOptionMandatory())
		.option('--conversation <id>', 'only in jobs with this conversationId')
		.option('--hours <count>', 'how long it holds', decimalNumber(0.01, 8_760), 24)
		.action(async (options: AskerOptions) => {
			const { runAsker } = await import('./asker-run');
			session.exitCode = await runAsker(options, session.terminal);
		});
}
