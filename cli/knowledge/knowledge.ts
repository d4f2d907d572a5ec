import { Command } from 'commander';
import type { AskerOptions } from './asker-run';
import { ingestCommand } from './ingest/ingest';
import { deleteCommand, listCommand, retainCommand } from './documents';
import { reembedCommand } from './ingest/re-embed';
import type { Session } from '../terminal/session';
import { decimalNumber, wholeNumber, withService } from '../terminal/options';
import type { EvaluateOptions } from './search/evaluate-run';
import { asOption } from './as-option';
import { quarantineCommand } from './ingest/quarantine';
import { changesCommand, readersCommand, writersCommand } from './readers';
import { withSearchOptions, filterOption } from './knowledge-options';
import type { SearchCommandOptions } from './search/search-run';
import type { StatusOptions } from './status-run';

const commands = [
	ingestCommand,
	searchCommand,
	evaluateCommand,
	statusCommand,
	listCommand,
	deleteCommand,
	retainCommand,
	quarantineCommand,
	readersCommand,
	writersCommand,
	changesCommand,
	askerCommand,
	reembedCommand,
];

export function knowledgeCommand(session: Session): Command {
	const command = new Command('knowledge').description('Manages collections of documents and finds the passages that answer a question.');
	for (const definition of commands) command.addCommand(definition(session));
	return command;
}

function evaluateCommand(session: Session): Command {
	return withService(withSearchOptions(new Command('evaluate')), session)
		.description('Measures how well a collection answers judged questions: nDCG, recall and MRR per search mode.')
		.requiredOption('-q, --queries <file>', 'JSON lines {"id", "text"}, or lines with an id, a tab and the text')
		.requiredOption('-j, --qrels <file>', 'judgements: TREC qrels, or a BEIR table')
		.option('-k, --top <count>', 'max passages per question; also the depth of recall', wholeNumber(1, 100), 100)
		.option('--json', 'print one JSON document')
		.action(async (options: EvaluateOptions) => {
			const { runEvaluate } = await import('./search/evaluate-run');
			session.exitCode = await runEvaluate(options, session.terminal);
		});
}

function searchCommand(session: Session): Command {
	return withService(withSearchOptions(new Command('search')), session)
		.description('Finds the passages that answer a question, or each question in JSON lines {"id", "text"} on standard input.')
		.argument('[question...]', 'default: JSON lines on standard input')
		.addOption(filterOption())
		.addOption(asOption())
		.option('-k, --top <count>', 'max passages per question', wholeNumber(1, 100), 10)
		.option('--diversity <number>', '0 to 1: how different the passages should be from each other', decimalNumber(0, 1))
		.option('--neighbours <count>', 'chunks before and after each passage to add to its text', wholeNumber(0, 10))
		.option('--json', 'print the passages as one JSON document')
		.action(async (words: string[], options: SearchCommandOptions) => {
			const { runSearch } = await import('./search/search-run');
			session.exitCode = await runSearch(words.join(' '), options, session.terminal);
		});
}

function statusCommand(session: Session): Command {
	return withService(new Command('status'), session)
		.description('Shows collections: documents, chunks, embedder and the progress of a re-embedding.')
		.argument('[name]', 'one collection; default: all')
		.option('--json', 'print one JSON document')
		.action(async (name: string | undefined, options: StatusOptions) => {
			const { runStatus } = await import('./status-run');
			session.exitCode = await runStatus(name, options, session.terminal);
		});
}

function askerCommand(session: Session): Command {
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
