import { Command, Option } from 'commander';
import type { InjectionSource } from '../../core/guardrails/injection/detect-injection';
import type { Stage } from '../../core/guardrails/policy/guard';
import { abuseCommand } from './abuse';
import type { CheckOptions, HarmCommandOptions, InjectionCommandOptions } from './guard-run';
import type { ViolationsOptions } from './violations-run';
import { factsHelp } from './facts-help';
import { decimalNumber, limitOption, wholeNumber, withService } from '../terminal/options';
import type { Session } from '../terminal/session';

const linesHelp = 'JSON lines {"id": …, "text": "…"}; default: standard input';
const stages: readonly Stage[] = ['input', 'output', 'tool-result', 'knowledge', 'tool-arguments', 'system'];
const injectionSources: readonly InjectionSource[] = ['user', 'tool-result', 'knowledge', 'email'];
const judgeHelp = 'ask the configured model when the detector is in doubt';

export function guardCommand(session: Session): Command {
	return new Command('guard')
		.description('Applies guardrails to texts: JSON lines in, JSON lines out.')
		.addCommand(checkCommand(session))
		.addCommand(injectionCommand(session))
		.addCommand(harmCommand(session))
		.addCommand(standardCommand(session))
		.addCommand(abuseCommand(session))
		.addCommand(violationsCommand(session));
}

function checkCommand(session: Session): Command {
	return new Command('check')
		.description('Applies a policy: {"id", "outcome", "text", "violations"}. Exits with 1 when a text is blocked or needs a person.')
		.argument('[files...]', linesHelp)
		.requiredOption('-p, --policy <file>', 'the policy, a JSON document')
		.addOption(new Option('--stage <stage>', 'where the texts come from; default: the first stage that the policy checks').choices(stages))
		.option('-c, --conversation <id>', "store tokens in this conversation's vault, in TROUPE_HOME")
		.option('--facts <json>', factsHelp)
		.option('--contact <id>', 'who wrote the messages, for limits of abuse')
		.option('--judge', judgeHelp)
		.action(async (files: string[], options: Omit<CheckOptions, 'files'>) => {
			const { runCheck } = await import('./guard-run');
			session.exitCode = await runCheck({ ...options, files }, session.terminal);
		});
}

function injectionCommand(session: Session): Command {
	return new Command('injection')
		.description('Detects instructions to a model: {"id", "flagged", "score", "reasons"}.')
		.argument('[files...]', linesHelp)
		.addOption(
			new Option(
				'--source <source>',
				'where the texts come from; instructions weigh more in texts that were not written for an assistant',
			).choices(injectionSources),
		)
		.addOption(
			new Option(
				'--threshold <score>',
				'the score from which a text is flagged, 0 to 1; default: 0.5, or 0.4 for tool results, knowledge and e-mails',
			).argParser(decimalNumber(0, 1)),
		)
		.option('--judge', judgeHelp)
		.action(async (files: string[], options: Omit<InjectionCommandOptions, 'files'>) => {
			const { runInjection } = await import('./guard-run');
			session.exitCode = await runInjection({ ...options, files }, session.terminal);
		});
}

function harmCommand(session: Session): Command {
	return new Command('harm')
		.description('Detects hate, harassment, violence, sexual content, self-harm and dangerous acts: {"id", "flagged", "kinds", "scores"}.')
		.argument('[files...]', linesHelp)
		.addOption(
			new Option('--threshold <score>', 'the score from which a kind is flagged, 0 to 1; default: 0.6').argParser(decimalNumber(0, 1)),
		)
		.option('--judge', judgeHelp)
		.action(async (files: string[], options: Omit<HarmCommandOptions, 'files'>) => {
			const { runHarm } = await import('./guard-run');
			session.exitCode = await runHarm({ ...options, files }, session.terminal);
		});
}

function standardCommand(session: Session): Command {
	return new Command('standard')
		.description('Prints the standard policy, which every agent has, and names what this machine switches off.')
		.action(async () => {
			const { runStandard } = await import('./standard-run');
			session.exitCode = runStandard(session.terminal);
		});
}

function violationsCommand(session: Session): Command {
	return withService(new Command('violations'), session)
		.description('Lists the guardrail violations of this machine, or of all that share the database: by type and position, never by text.')
		.option('-f, --follow', 'keep printing new violations of all processes until stopped')
		.addOption(limitOption('records: the newest, or with --after the first after that id', 100))
		.option('--after <id>', 'only records after this id', wholeNumber(0, Number.MAX_SAFE_INTEGER))
		.option('-c, --conversation <id>', 'only records of this conversation')
		.addOption(new Option('--stage <stage>', 'only records of these texts').choices(stages))
		.option('--tool <name>', 'only records of calls of this tool')
		.option('--json', 'print one JSON document per line')
		.option('--check', 'check instead that the stored records are as they were recorded')
		.action(async (options: ViolationsOptions) => {
			const { runViolations } = await import('./violations-run');
			session.exitCode = await runViolations(options, session.terminal);
		});
}
