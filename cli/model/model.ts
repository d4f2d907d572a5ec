import { Command, Option } from 'commander';
import type { ModelCommandOptions } from './model-run';
import { decimalNumber, parseList, wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';

const linesHelp = 'JSON lines {"id": …, "text": "…"}, where no --prompt is given; default: standard input';
const providers = ['openai', 'anthropic', 'google', 'ollama'] as const;

/** `troupe model …`: definitions only. */
export function modelCommand(session: Session): Command {
	return new Command('model')
		.description('Asks models: one prompt, or JSON lines in and JSON lines out.')
		.addCommand(promptOptions(askCommand(session, 'chat', 'Answers each text.')))
		.addCommand(
			promptOptions(askCommand(session, 'structured', 'Answers each text with JSON that fits a schema.')).requiredOption(
				'-s, --schema <file>',
				'a JSON schema (draft 7)',
			),
		)
		.addCommand(
			askCommand(session, 'embed', 'Makes a vector of each text.').addOption(
				new Option('--purpose <purpose>', 'for models that tell them apart').choices(['query', 'document']),
			),
		)
		.addCommand(promptOptions(askCommand(session, 'estimate', 'Says what a call for each text would cost, and makes none.')))
		.addCommand(listCommand(session));
}

function askCommand(session: Session, operation: Exclude<ModelCommandOptions['operation'], 'list'>, description: string): Command {
	return new Command(operation)
		.description(description)
		.argument('[files...]', linesHelp)
		.requiredOption('-m, --model <models>', 'provider:model; of several, separated by commas, the first that answers')
		.option('-p, --prompt <text>', 'one text, in place of lines')
		.option('-c, --concurrency <number>', 'lines worked on at once', wholeNumber(1, 64), 4)
		.option('--timeout <ms>', 'for each', wholeNumber(100, 3_600_000))
		.option('--json', 'of one prompt, the whole result as one JSON document')
		.action((files: string[], options: object) => run(session, { ...options, operation, files }));
}

function promptOptions(command: Command): Command {
	return command
		.option('--system <text>', 'what the model is told before it')
		.option('--image <file...>', 'images that belong to the prompt: PNG, JPEG, WebP, GIF')
		.option('--max-output-tokens <number>', 'the longest answer', wholeNumber(1, 1_000_000))
		.option('--temperature <number>', '0 to 2', decimalNumber(0, 2))
		.addOption(new Option('--reasoning <effort>', 'how much a reasoning model may think').choices(['low', 'medium', 'high']));
}

function listCommand(session: Session): Command {
	return new Command('list')
		.description('Lists the models of the providers that the environment names, and what they can do.')
		.option('--providers <names>', `only these, separated by commas: ${providers.join(', ')}`, parseList(providers))
		.option('--timeout <ms>', 'for all of it', wholeNumber(100, 3_600_000))
		.option('--json', 'as one JSON document')
		.action((options: object) => run(session, { ...options, operation: 'list', files: [] }));
}

async function run(session: Session, options: ModelCommandOptions): Promise<void> {
	const { runModelCommand } = await import('./model-run');
	session.exitCode = await runModelCommand(options, session.terminal);
}
