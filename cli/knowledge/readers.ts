import { Command, Option } from 'commander';
import type { Session } from '../terminal/session';
import { inOption } from './knowledge-options';
import type { ReadersOptions } from './readers-run';

/** Declares `troupe knowledge readers --in NAME`. */
export function readersCommand(session: Session): Command {
	return new Command('readers')
		.description('Shows who may read a collection at all, or sets it. Documents can have readers of their own, in their metadata.')
		.addOption(inOption())
		.addOption(new Option('--set <name...>', 'only these: person:ana@example.com, group:hr, claim:dept=sales').conflicts('everybody'))
		.option('--everybody', 'everybody, as far as the documents have no readers')
		.action(async (options: ReadersOptions) => {
			const { runReaders } = await import('./readers-run');
			session.exitCode = await runReaders(options, session.terminal);
		});
}
