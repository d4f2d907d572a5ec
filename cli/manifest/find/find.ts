import { Argument, Command } from 'commander';
import type { DiffOptions, ListOptions, ResolveOptions } from './find-run';
import { kindOption, limitOption, ofRegistry, stateOption } from '../shared/registry-options';
import type { Session } from '../../terminal/session';

export function listCommand(session: Session): Command {
	const command = new Command('list')
		.description('Lists what the registry holds.')
		.addOption(kindOption())
		.addOption(stateOption())
		.option('--name <name>', 'only this one')
		.option('--text <words>', 'in name, purpose or capabilities')
		.addOption(limitOption(200));
	return ofRegistry(command).action(async (options: ListOptions) => {
		const { runList } = await import('./find-run');
		session.exitCode = await runList(options, session.terminal);
	});
}

export function diffCommand(session: Session): Command {
	const command = new Command('diff')
		.description('Compares two versions: fields, permissions, tools, files, and how far the version has to rise for that.')
		.argument('<from>', 'NAME@VERSION, or the SHA-256 of a manifest')
		.argument('<to>', 'the same, or a version alone')
		.addOption(kindOption());
	return ofRegistry(command).action(async (from: string, to: string, options: DiffOptions) => {
		const { runDiff } = await import('./find-run');
		session.exitCode = await runDiff(from, to, options, session.terminal);
	});
}

export function resolveCommand(session: Session): Command {
	const command = new Command('resolve')
		.description('Says which version is to be run, best first, with the reasons; exits 1 when there is none.')
		.addArgument(new Argument('[what...]', 'NAME, NAME@RANGE such as support@^1.2, or a question such as "who can read a CRM?"'))
		.option('--capability <name...>', 'what it has to be able to do, such as crm.read')
		.addOption(kindOption())
		.option('--instance <id>', 'for rollouts: as this instance would be answered')
		.addOption(limitOption(10));
	return ofRegistry(command).action(async (what: string[], options: ResolveOptions) => {
		const { runResolve } = await import('./find-run');
		session.exitCode = await runResolve(what, options, session.terminal);
	});
}
