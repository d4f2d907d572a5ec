import { Command, Option } from 'commander';
import { decimalNumber, limitOption, withService, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DeleteOptions, ListOptions, RetainOptions } from './documents-run';
import { filterOption, inOption } from './knowledge-options';

export function listCommand(session: Session): Command {
	return withService(new Command('list'), session)
		.description('Lists documents by id with their state.')
		.addOption(inOption())
		.addOption(filterOption())
		.addOption(
			new Option('--state <state>', 'only documents that were read, that failed, or that are in quarantine').choices([
				'ready',
				'failed',
				'quarantined',
			]),
		)
		.option('--after <id>', 'only documents after this id')
		.addOption(limitOption('documents', 100, 9_999))
		.option('--json', 'print one JSON document per line')
		.action(async (options: ListOptions) => {
			const { runList } = await import('./documents-run');
			session.exitCode = await runList(options, session.terminal);
		});
}

export function deleteCommand(session: Session): Command {
	return withService(new Command('delete'), session)
		.description('Removes documents with their chunks, or a whole collection, and prints the ids. Exits with 1 when an id does not exist.')
		.argument('[ids...]', 'document ids; with --filter, only those that match')
		.addOption(inOption())
		.addOption(filterOption())
		.option('--all', 'remove the whole collection')
		.addOption(yesOption())
		.action(async (ids: string[], options: DeleteOptions) => {
			const { runDelete } = await import('./documents-run');
			session.exitCode = await runDelete(ids, options, session.terminal);
		});
}

export function retainCommand(session: Session): Command {
	return withService(new Command('retain'), session)
		.description('Removes documents that were ingested or changed more than a number of days ago, and prints their ids.')
		.addOption(inOption())
		.requiredOption('-d, --days <days>', 'the max age in days', decimalNumber(0, 36_500))
		.option('-l, --label <labels...>', 'only documents with one of these labels in their metadata')
		.option('--dry-run', 'print what would be removed, and remove nothing')
		.action(async (options: RetainOptions) => {
			const { runRetain } = await import('./documents-run');
			session.exitCode = await runRetain(options, session.terminal);
		});
}
