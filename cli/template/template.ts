import { Argument, Command, InvalidArgumentError } from 'commander';
import type { ParameterValues } from '../../core/templates/parameter-values';
import { jsonOption, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { InstallOptions } from './install-run';

export function templateCommand(session: Session): Command {
	return new Command('template')
		.description(
			'Installs and writes templates: agents, processes, workflows and documents that work together. `troupe manifest publish` publishes them.',
		)
		.addCommand(withService(listCommand(session), session))
		.addCommand(withService(showCommand(session), session))
		.addCommand(installCommand(session))
		.addCommand(newCommand(session));
}

const template = () =>
	new Argument('<template>', 'a name, NAME@RANGE from the registry alone, or the path of a folder, such as ./my-template');

function listCommand(session: Session): Command {
	return new Command('list')
		.description('Lists the templates of the registry and of the package, and what is installed with newer versions of it.')
		.addOption(jsonOption())
		.action(async (options: { json?: boolean }) => {
			const { runTemplateList } = await import('./list-run');
			session.exitCode = await runTemplateList(options, session.terminal);
		});
}

function showCommand(session: Session): Command {
	return new Command('show')
		.description('Shows what a template is for, what it needs, its parameters and its files. Checks it, too.')
		.addArgument(template())
		.addOption(jsonOption())
		.action(async (name: string, options: { json?: boolean }) => {
			const { runTemplateShow } = await import('./show-run');
			session.exitCode = await runTemplateShow(name, options, session.terminal);
		});
}

function installCommand(session: Session): Command {
	return new Command('install')
		.description(
			'Writes the files of a template into a folder, with the values of its parameters. In a folder that has it already, updates it: files that were changed there stay.',
		)
		.addArgument(template())
		.option('--into <folder>', 'the folder; default: its name, in this one')
		.option('--set <name=value...>', 'the value of a parameter', collectValue)
		.option('--values <file>', 'a JSON document with the values of parameters')
		.option('--allow-older', 'let an older version take the place of a newer one')
		.option('--dry-run', 'say what would be written, and write nothing')
		.addOption(jsonOption())
		.action(async (name: string, options: InstallOptions) => {
			const { runTemplateInstall } = await import('./install-run');
			session.exitCode = await runTemplateInstall(name, options, session.terminal);
		});
}

function collectValue(text: string, previous: ParameterValues = {}): ParameterValues {
	const at = text.indexOf('=');
	if (at < 1) throw new InvalidArgumentError('Expected NAME=VALUE.');
	return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

function newCommand(session: Session): Command {
	return new Command('new')
		.description('Writes template.json for the files of a folder. In a folder without files, writes a small template that works.')
		.argument('<folder>', 'the folder; its name becomes the id of the template')
		.action(async (folder: string) => {
			const { runTemplateNew } = await import('./new-run');
			session.exitCode = await runTemplateNew(folder, session.terminal);
		});
}
