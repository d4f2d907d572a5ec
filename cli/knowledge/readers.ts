import { Command, Option } from 'commander';
import { limitOption, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import { inOption } from './knowledge-options';
import type { ChangesOptions, ListsOptions } from './readers-run';

export function readersCommand(session: Session): Command {
	return listCommand('readers', session).description(
		'Shows who may search a collection at all, or sets it. Documents can have readers of their own, in their metadata.',
	);
}

export function writersCommand(session: Session): Command {
	return listCommand('writers', session).description(
		'Shows who may add documents to a collection, change their labels and remove them, or sets it. The command line always may.',
	);
}

function listCommand(list: 'readers' | 'writers', session: Session): Command {
	return withService(new Command(list), session)
		.addOption(inOption())
		.addOption(new Option('--set <name...>', 'only these: person:ana@example.com, group:hr, claim:role=admin').conflicts('everybody'))
		.option('--everybody', 'everybody, as far as the documents have no readers and labels')
		.action(async (options: ListsOptions) => {
			const { runLists } = await import('./readers-run');
			session.exitCode = await runLists(list, options, session.terminal);
		});
}

export function changesCommand(session: Session): Command {
	return withService(new Command('changes'), session)
		.description('Lists who changed labels and readers, released or removed such documents, or set who reads and writes; the newest first.')
		.addOption(inOption())
		.addOption(limitOption('changes', 100, 9_999))
		.option('--json', 'print one JSON document per line')
		.action(async (options: ChangesOptions) => {
			const { runChanges } = await import('./readers-run');
			session.exitCode = await runChanges(options, session.terminal);
		});
}
