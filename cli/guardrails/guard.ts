import { Command, Option } from 'commander';
import type { InjectionSource } from '../../core/guardrails/injection/detect-injection';
import type { CheckOptions, InjectionCommandOptions } from './guard-run';
import type { ViolationsOptions } from './violations-run';
import { wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';

const linesHelp = 'JSON lines {"id": …, "text": "…"}; default: standard input';
const injectionSources: readonly InjectionSource[] = ['user', 'tool-result', 'knowledge', 'email'];
const judgeHelp = 'ask the model that the environment names where the detector is in doubt';

/** `troupe guard …`: definitions only. */
export function guardCommand(session: Session): Command {
	return new Command('guard')
		.description('Applies guardrails to texts: JSON lines in, JSON lines out.')
		.addCommand(checkCommand(session))
		.addCommand(injectionCommand(session))
		.addCommand(violationsCommand(session));
}

function checkCommand(session: Session): Command {
	return new Command('check')
		.description('Applies a policy: {"id", "outcome", "text", "violations"}; exits with 1 when it stopped a text.')
		.argument('[files...]', linesHelp)
		.requiredOption('-p, --policy <file>', 'the policy, a JSON document')
		.addOption(
			new Option('--stage <stage>', 'where the texts come from; default: the first of these that the policy looks at').choices([
				'input',
				'output',
				'tool-result',
				'knowledge',
			]),
		)
		.option('-c, --conversation <id>', "keeps tokens in this conversation's vault, in TROUPE_HOME")
		.option('--judge', judgeHelp)
		.action(async (files: string[], options: Omit<CheckOptions, 'files'>) => {
			const { runCheck } = await import('./guard-run');
			session.exitCode = await runCheck({ ...options, files }, session.terminal);
		});
}

function injectionCommand(session: Session): Command {
	return new Command('injection')
		.description('Looks for orders to a model: {"id", "flagged", "score", "reasons"}.')
		.argument('[files...]', linesHelp)
		.addOption(
			new Option('--source <source>', 'where the texts come from; orders count more where nobody typed them for an assistant').choices(
				injectionSources,
			),
		)
		.option('--judge', judgeHelp)
		.action(async (files: string[], options: Omit<InjectionCommandOptions, 'files'>) => {
			const { runInjection } = await import('./guard-run');
			session.exitCode = await runInjection({ ...options, files }, session.terminal);
		});
}

function violationsCommand(session: Session): Command {
	return new Command('violations')
		.description('Shows what guardrails found on this machine: by type and position, never the text.')
		.option('-f, --follow', 'goes on with what is found from now on, in all processes, until it is stopped')
		.option('-n, --limit <count>', 'the newest so many, at most 1000; with --after, the first so many behind it', wholeNumber(1, 1000), 100)
		.option('--after <id>', 'those behind this one', wholeNumber(0, Number.MAX_SAFE_INTEGER))
		.option('-c, --conversation <id>', 'only those of this conversation')
		.option('--json', 'one JSON document on each line')
		.action(async (options: ViolationsOptions) => {
			const { runViolations } = await import('./violations-run');
			session.exitCode = await runViolations(options, session.terminal);
		});
}
