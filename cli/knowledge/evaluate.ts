import { Command } from 'commander';
import { wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { EvaluateOptions } from './evaluate-run';
import { withSearchOptions } from './knowledge-options';

/** `troupe knowledge evaluate --in NAME --queries F --qrels F`. */
export function evaluateCommand(session: Session): Command {
	return withSearchOptions(new Command('evaluate'))
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
