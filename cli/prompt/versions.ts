/** Commands for the versions of a prompt: written, tested, compared, published. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { modelNamePattern } from '../../core/ports/models/provider-names';
import { languages } from '../../core/base/text/languages';
import { patternNames } from '../../providers/compose/prompts/pattern-names';
import { ofRegistry } from '../manifest/shared/registry-options';
import type { RegistryOptions } from '../manifest/shared/open-registry';
import { decimalNumber, jsonOption, withTenant, wholeNumber } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { PromptCompareOptions } from './compare-run';
import type { PromptImproveOptions } from './improve-run';
import type { PromptNewOptions } from './new-run';
import type { PromptPublishOptions } from './publish-run';
import type { PromptTestOptions } from './test-run';

export function newCommand(session: Session): Command {
	return new Command('new')
		.description('Writes a prompt of a pattern, with cases and recordings that run offline. With --list, lists the patterns.')
		.argument('[name]', 'the name of the prompt and of its files')
		.addOption(new Option('--pattern <pattern>', 'what it begins with').choices(patternNames).default('grounded-answer'))
		.addOption(new Option('--language <language>', 'of the prompt; default: English, where the pattern has it').choices(languages))
		.option('--into <folder>', 'where the files are written', '.')
		.option('--list', 'list the patterns')
		.addOption(jsonOption())
		.action(async (name: string | undefined, options: PromptNewOptions) => {
			const { runPromptNew } = await import('./new-run');
			session.exitCode = await runPromptNew(name, options, session.terminal);
		});
}

export function testCommand(session: Session): Command {
	const command = new Command('test')
		.description('Runs the cases of a prompt from recordings, without a network. Exits with 1 unless all of them pass.')
		.argument('<file>', 'the file of a prompt')
		.option('--record', 'ask the models, and keep what they answer beside the prompt')
		.option('--json', 'print JSON lines');
	return withTenant(withCases(command, 'default: the one beside the prompt'), session).action(
		async (file: string, options: PromptTestOptions) => {
			const { runPromptTest } = await import('./test-run');
			session.exitCode = await runPromptTest(file, options, session.terminal);
		},
	);
}

export function diffCommand(session: Session): Command {
	const command = new Command('diff')
		.description('Compares two prompts: their words, their inputs, and which part of the version number must increase.')
		.argument('<first>', 'a file, or NAME@VERSION or NAME@LABEL of the registry')
		.argument('<second>', 'the same');
	return ofRegistry(command).action(async (first: string, second: string, options: RegistryOptions) => {
		const { runPromptDiff } = await import('./diff-run');
		session.exitCode = await runPromptDiff(first, second, options, session.terminal);
	});
}

export function compareCommand(session: Session): Command {
	const command = new Command('compare')
		.description(
			'Runs the same cases with two prompts, from recordings, and names a winner only where the interval of the difference does. Exits with 1 if it is the first, or cases were left out.',
		)
		.argument('<first>', 'a file, or NAME@VERSION or NAME@LABEL of the registry')
		.argument('<second>', 'the same');
	return withTenant(ofRegistry(withCases(command, 'default: the one beside the first prompt')), session).action(
		async (first: string, second: string, options: PromptCompareOptions) => {
			const { runPromptCompare } = await import('./compare-run');
			session.exitCode = await runPromptCompare([first, second], options, session.terminal);
		},
	);
}

export function improveCommand(session: Session): Command {
	const command = new Command('improve')
		.description(
			'Lets a model propose variants under a budget, chooses one by a part of the cases, and writes it beside the prompt if it is better on the others. Exits with 1 if none is.',
		)
		.argument('<file>', 'the file of a prompt')
		.requiredOption('--budget <usd>', 'max US dollars for variants and cases together', decimalNumber(0, 10_000))
		.option('--variants <number>', 'max variants', wholeNumber(1, 50), 4)
		.addOption(
			new Option('--writer <provider:model>', 'who writes variants; default: --model, else the model of guardrails').argParser(parseModel),
		)
		.option('--json', 'print one JSON document');
	return withTenant(withCases(command, 'default: the one beside the prompt'), session).action(
		async (file: string, options: PromptImproveOptions) => {
			const { runPromptImprove } = await import('./improve-run');
			session.exitCode = await runPromptImprove(file, options, session.terminal);
		},
	);
}

export function publishCommand(session: Session): Command {
	const command = new Command('publish')
		.description('Checks the version of a prompt by what changed, signs it with the key of its author, and publishes it as a draft.')
		.argument('<file>', 'the file of a prompt')
		.requiredOption('--reason <text>', 'why it changed, shown to approvers and readers; it is signed')
		.option('--keys <folder>', "the folder of the author's key (default: your folder)")
		.option('--key <name>', 'the key to use if the folder contains several')
		.option('--days <number>', 'days until it expires', '3650');
	return ofRegistry(command).action(async (file: string, options: PromptPublishOptions) => {
		const { runPromptPublish } = await import('./publish-run');
		session.exitCode = await runPromptPublish(file, options, session.terminal);
	});
}

function withCases(command: Command, standard: string): Command {
	return command
		.option('--set <set>', `the file or the name of an evaluation set; ${standard}`)
		.option('--case <name...>', 'run these cases only')
		.option('--value <name=value...>', "the value of an input, before those of the set's agent", collectValue)
		.addOption(new Option('--model <provider:model>', 'another model in place of the route').argParser(parseModel))
		.option('--concurrency <number>', 'max cases at the same time (default: 4)', wholeNumber(1, 32));
}

export function parseModel(text: string): string {
	if (new RegExp(`${modelNamePattern}+$`).test(text)) return text;
	throw new InvalidArgumentError('Expected PROVIDER:MODEL, such as openai:gpt-4.1-mini.');
}

export function collectValue(text: string, previous: Record<string, string> = {}): Record<string, string> {
	const at = text.indexOf('=');
	if (at < 1) throw new InvalidArgumentError('Expected NAME=VALUE.');
	return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}
