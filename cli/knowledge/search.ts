import { Command } from 'commander';
import { decimalNumber, wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';
import { filterOption, withSearchOptions } from './knowledge-options';
import type { SearchCommandOptions } from './search-run';

/** Declares `troupe knowledge search [question…] --in NAME`. */
export function searchCommand(session: Session): Command {
	return withSearchOptions(new Command('search'))
		.description('Finds the passages that answer a question, or each question in JSON lines {"id", "text"} on standard input.')
		.argument('[question...]', 'default: JSON lines on standard input')
		.addOption(filterOption())
		.option('-k, --top <count>', 'max passages per question', wholeNumber(1, 100), 10)
		.option('--diversity <number>', '0 to 1: how different the passages should be from each other', decimalNumber(0, 1))
		.option('--neighbours <count>', 'chunks before and after each passage to add to its text', wholeNumber(0, 10))
		.option('--jsonl', 'print the passages as one JSON line')
		.action(async (words: string[], options: SearchCommandOptions) => {
			const { runSearch } = await import('./search-run');
			session.exitCode = await runSearch(words.join(' '), options, session.terminal);
		});
}
