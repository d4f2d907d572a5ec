import { Command, Option } from 'commander';
import { decimalNumber, wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';
import { filterOption, inOption } from './knowledge-options';
import type { EvaluateOptions } from './evaluate-run';
import type { SearchCommandOptions } from './search-run';

const modes = ['lexical', 'dense', 'hybrid'];
const fusions = ['scores', 'ranks'];

/** `troupe knowledge search [question…] --in NAME`. */
export function searchCommand(session: Session): Command {
	return searching(new Command('search'))
		.description('Finds the passages that answer a question, or each question of JSON lines {"id", "text"} on standard input.')
		.argument('[question...]', 'default: JSON lines on standard input')
		.addOption(filterOption())
		.option('-k, --top <count>', 'passages for each question', wholeNumber(1, 100), 10)
		.option('--diversity <number>', '0 to 1: how unlike each other they should be', decimalNumber(0, 1))
		.option('--neighbours <count>', 'chunks before and behind each that its text is widened by', wholeNumber(0, 10))
		.option('--jsonl', 'the passages of the question as one JSON line')
		.action(async (words: string[], options: SearchCommandOptions) => {
			const { runSearch } = await import('./search-run');
			session.exitCode = await runSearch(words.join(' '), options, session.terminal);
		});
}

/** `troupe knowledge evaluate --in NAME --queries F --qrels F`. */
export function evaluateCommand(session: Session): Command {
	return searching(new Command('evaluate'))
		.description('Says how well a collection answers judged questions: nDCG, recall and MRR of each way to search it.')
		.requiredOption('-q, --queries <file>', 'JSON lines {"id", "text"}, or lines of an id, a tab and the text')
		.requiredOption('-j, --qrels <file>', "judgements: TREC's qrels, or BEIR's table")
		.option('-k, --top <count>', 'passages asked for, and documents that recall looks at', wholeNumber(1, 100), 100)
		.option('--json', 'as one JSON document')
		.action(async (options: EvaluateOptions) => {
			const { runEvaluate } = await import('./evaluate-run');
			session.exitCode = await runEvaluate(options, session.terminal);
		});
}

function searching(command: Command): Command {
	return command
		.addOption(inOption())
		.addOption(
			new Option('-m, --mode <mode>', 'by words, by vectors, or both; default: both where the collection has vectors').choices(modes),
		)
		.addOption(
			new Option(
				'--fusion <way>',
				'how both are put together: by scores, or by ranks (weighted reciprocal rank fusion); default: scores',
			).choices(fusions),
		)
		.option('--lexical-weight <number>', 'of the words, where both are asked; default: 1', decimalNumber(0.001, 1_000))
		.option('--dense-weight <number>', 'of the vectors, where both are asked; default: 1', decimalNumber(0.001, 1_000))
		.option('-r, --rerank <reranker>', 'judges the best: cohere:…, local:…, or a chat model such as openai:gpt-4.1-mini')
		.option('-c, --concurrency <count>', 'questions worked on at once', wholeNumber(1, 64), 4);
}
