import { Command, Option } from 'commander';
import { checkCommand } from './check';
import type { ModelCommandOptions } from './model-run';
import { reasoningEfforts } from '../../core/ports/models/models';
import { providerNames } from '../../core/ports/models/provider-names';
import { standardParts } from '../../core/guardrails/policy/standard-policy';
import { decimalNumber, parseList, wholeNumber } from '../terminal/options';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';

const linesHelp = 'JSON lines {"id": …, "text": "…"}, without --prompt; default: standard input';

export function modelCommand(session: Session): Command {
	return new Command('model')
		.description('Asks models: one prompt, or JSON lines in and JSON lines out.')
		.addCommand(guarded(promptOptions(askCommand(session, 'chat', 'Answers each text.'))))
		.addCommand(
			guarded(promptOptions(askCommand(session, 'structured', 'Answers each text with JSON that matches a schema.'))).requiredOption(
				'-s, --schema <file>',
				'a JSON schema (draft 7)',
			),
		)
		.addCommand(
			guarded(askCommand(session, 'extract', 'Takes the values of a JSON schema from each text, whose orders nothing follows.'))
				.requiredOption('-s, --schema <file>', 'a JSON schema of numbers, dates, ids, choices and short names')
				.option('--system <text>', 'what the values are for'),
		)
		.addCommand(
			guarded(askCommand(session, 'embed', 'Turns each text into a vector.')).addOption(
				new Option('--purpose <purpose>', 'the purpose, for models that distinguish them').choices(['query', 'document']),
			),
		)
		.addCommand(promptOptions(askCommand(session, 'estimate', 'Estimates the cost of a call for each text, without making it.')))
		.addCommand(listCommand(session))
		.addCommand(checkCommand(session));
}

function askCommand(session: Session, operation: Exclude<ModelCommandOptions['operation'], 'list'>, description: string): Command {
	return new Command(operation)
		.description(description)
		.argument('[files...]', linesHelp)
		.requiredOption('-m, --model <models>', 'provider:model; with several, separated by commas, the first that answers is used')
		.option('-p, --prompt <text>', 'one text instead of lines')
		.option('-c, --concurrency <number>', 'max lines at the same time', wholeNumber(1, 64), 4)
		.addOption(durationOption('--timeout <duration>', 'the timeout of each call', ['100ms', '1h']))
		.option('--json', 'with --prompt, print the whole result as one JSON document')
		.action((files: string[], options: object) => run(session, { ...options, operation, files }));
}

function promptOptions(command: Command): Command {
	return command
		.option('--system <text>', 'the system prompt')
		.option('--image <file...>', 'images to send with the prompt: PNG, JPEG, WebP or GIF')
		.option('--max-output-tokens <number>', 'max tokens of the answer', wholeNumber(1, 1_000_000))
		.option('--temperature <number>', 'the temperature, 0 to 2', decimalNumber(0, 2))
		.addOption(new Option('--reasoning <effort>', 'the reasoning effort, for reasoning models').choices(reasoningEfforts));
}

function guarded(command: Command): Command {
	const parts = standardParts.join(', ');
	return command.option('--standard-without <parts>', `parts of the standard policy to go without: ${parts}`, parseList(standardParts));
}

function listCommand(session: Session): Command {
	return new Command('list')
		.description('Lists the models of the configured providers and their capabilities.')
		.option('--providers <names>', `providers to list, separated by commas: ${providerNames.join(', ')}`, parseList(providerNames))
		.addOption(durationOption('--timeout <duration>', 'the timeout', ['100ms', '1h']))
		.option('--json', 'print one JSON document')
		.action((options: object) => run(session, { ...options, operation: 'list', files: [] }));
}

async function run(session: Session, options: ModelCommandOptions): Promise<void> {
	const { runModelCommand } = await import('./model-run');
	session.exitCode = await runModelCommand(options, session.terminal);
}
