import { Command } from 'commander';
import { wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { EvaluateOptions } from './evaluate-run';
import { withSearchOptions } from './knowledge-options';

/** Declares `troupe knowledge evaluate --in NAME --queries F --qrels F`. */
export function evaluateCommand(session: Session): Command {
	return withSearchOptions(new Command('evaluate'))
		.description('Measures how well a collection answers judged questions: nDCG, recall and MRR per search mode.')
		.requiredOption('-q, --queries <file>', 'JSON lines {"id", "text"}, or lines with an id, a tab and the text')
		.requiredOption('-j, --qrels <file>', 'judgements: TREC qrels, or a BEIR table')
		.option('-k, --top <count>', 'max passages per question; also the depth of recall', wholeNumber(1, 100), 100)
		.option('--json', 'print one JSON document')
		.action(async (options: EvaluateOptions) => {
			const { runEvaluate } = await import('./evaluate-run');
			session.exitCode = await runEvaluate(options, session.terminal);
		});
}
