import { Command, Option } from 'commander';
import { decimalNumber, wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DeleteOptions, ListOptions, RetainOptions } from './documents-run';
import { filterOption, inOption } from './knowledge-options';

/** `troupe knowledge list --in NAME`. */
export function listCommand(session: Session): Command {
	return new Command('list')
		.description('Lists documents by id, with their state.')
		.addOption(inOption())
		.addOption(filterOption())
		.addOption(new Option('--state <state>', 'only those that could be read, or could not').choices(['ready', 'failed']))
		.option('--after <id>', 'those behind this one')
		.option('-n, --limit <count>', 'so many, at most 9999', wholeNumber(1, 9_999), 100)
		.option('--json', 'one JSON document on each line')
		.action(async (options: ListOptions) => {
			const { runList } = await import('./documents-run');
			session.exitCode = await runList(options, session.terminal);
		});
}

/** `troupe knowledge delete ID… --in NAME`. */
export function deleteCommand(session: Session): Command {
	return new Command('delete')
		.description('Removes documents with all their chunks, or a whole collection; prints the ids; exits with 1 when one was not there.')
		.argument('[ids...]', 'documents; with --filter those of them that fit')
		.addOption(inOption())
		.addOption(filterOption())
		.option('--all', 'the collection itself')
		.action(async (ids: string[], options: DeleteOptions) => {
			const { runDelete } = await import('./documents-run');
			session.exitCode = await runDelete(ids, options, session.terminal);
		});
}

/** `troupe knowledge retain --in NAME --days N`. */
export function retainCommand(session: Session): Command {
	return new Command('retain')
		.description('Removes documents that came, or changed, longer ago than so many days; prints their ids.')
		.addOption(inOption())
		.requiredOption('-d, --days <days>', 'what is older goes', decimalNumber(0, 36_500))
		.option('-l, --label <labels...>', 'only documents with one of these in the metadata\'s "labels"')
		.option('--dry-run', 'says what would go, and removes nothing')
		.action(async (options: RetainOptions) => {
			const { runRetain } = await import('./documents-run');
			session.exitCode = await runRetain(options, session.terminal);
		});
}
