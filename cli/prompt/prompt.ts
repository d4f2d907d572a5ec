import { Command, Option } from 'commander';
import { TroupeError } from '../../core/base/errors';
import { promptLabelCommand } from '../manifest/lifecycle/label-command';
import type { Session } from '../terminal/session';
import type { LintOptions } from './lint-run';
import type { RenderOptions } from './render-run';
import { collectValue, compareCommand, diffCommand, improveCommand, newCommand, parseModel, publishCommand, testCommand } from './versions';

export function promptCommand(session: Session): Command {
	return new Command('prompt')
		.description('Writes, tests, publishes and labels prompts.')
		.addCommand(newCommand(session))
		.addCommand(lintCommand(session))
		.addCommand(renderCommand(session))
		.addCommand(testCommand(session))
		.addCommand(diffCommand(session))
		.addCommand(compareCommand(session))
		.addCommand(improveCommand(session))
		.addCommand(publishCommand(session))
		.addCommand(promptLabelCommand(session))
		.addCommand(schemaCommand(session));
}

function lintCommand(session: Session): Command {
	return new Command('lint')
		.description('Checks prompts before they are published. Exits with 1 if one has an error.')
		.argument('<files...>', 'files of prompts, as `troupe manifest publish` takes them')
		.addOption(new Option('--inputs <names>', 'what the prompt gets, separated by commas; default: any name').argParser(splitNames))
		.addOption(new Option('--untrusted <names>', 'inputs that others can write, such as customers').argParser(splitNames))
		.option('--json', 'print the findings as one JSON document')
		.action(async (files: string[], options: LintOptions) => {
			const { runPromptLint } = await import('./lint-run');
			session.exitCode = await runPromptLint(files, options, session.terminal);
		});
}

function renderCommand(session: Session): Command {
	return new Command('render')
		.description('Prints a prompt with its inputs filled in. Exits with 1 if one has no value; it is printed as it is in the file.')
		.argument('[file]', 'the file of a prompt; with --jsonl, a file of JSON lines (default: standard input)')
		.option('--set <name=value...>', 'the value of an input', collectValue)
		.addOption(new Option('-m, --model <provider:model>', 'count tokens as this model does; default: an estimate').argParser(parseModel))
		.option('--json', 'print the text and its counts as one JSON document')
		.addOption(
			new Option('--jsonl', 'render the Dotprompt of each line {"id", "template", "partials", "data", "options"}').conflicts([
				'set',
				'model',
				'json',
			]),
		)
		.action(async (file: string | undefined, options: RenderOptions & { jsonl?: boolean }) => {
			if (options.jsonl) {
				const { runPromptRenderLines } = await import('./render-lines');
				session.exitCode = await runPromptRenderLines(file === undefined ? [] : [file], session.terminal);
				return;
			}
			if (file === undefined) throw fileMissing();
			const { runPromptRender } = await import('./render-run');
			session.exitCode = await runPromptRender(file, options, session.terminal);
		});
}

function schemaCommand(session: Session): Command {
	return new Command('schema')
		.description('Prints the JSON schema of the heads of prompts, which editors complete and check a head with.')
		.action(async () => {
			const { promptHeadSchema } = await import('../../core/prompts/dotprompt/head-schema');
			session.terminal.print(JSON.stringify(promptHeadSchema, null, '\t'));
		});
}

const fileMissing = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No file of a prompt was named.',
		fix: 'Name one, or send JSON lines to standard input with --jsonl.',
	});

const splitNames = (text: string): string[] => text.split(',').flatMap((name) => name.trim() || []);
