import { Command } from 'commander';
import type { AbuseListOptions } from './abuse-run';
import { limitOption, withService } from '../terminal/options';
import type { Session } from '../terminal/session';

export function abuseCommand(session: Session): Command {
	return new Command('abuse')
		.description('Shows and lifts the limits of contacts whose messages broke guardrails again and again.')
		.addCommand(
			withService(new Command('list'), session)
				.description(
					'Lists such contacts by a keyed hash of their id, the latest first: how many messages, and until when they are blocked.',
				)
				.addOption(limitOption('contacts', 100))
				.option('--lifted', 'list limits that people have lifted instead: whose, when and by whom')
				.option('--json', 'print one JSON document per line')
				.action(async (options: AbuseListOptions) => {
					const { runAbuseList } = await import('./abuse-run');
					session.exitCode = await runAbuseList(options, session.terminal);
				}),
		)
		.addCommand(
			withService(new Command('lift'), session)
				.description('Ends the limits of a contact and forgets what counted.')
				.argument('<contact>', "the contact's id, as `troupe contacts` shows it, or the hash that `list` prints")
				.option('--as <who>', 'who does it, for the list of lifted limits. Default: the user of this process')
				.action(async (contact: string, { as }: { as?: string }) => {
					const { runAbuseLift } = await import('./abuse-run');
					session.exitCode = await runAbuseLift(contact, as, session.terminal);
				}),
		);
}
