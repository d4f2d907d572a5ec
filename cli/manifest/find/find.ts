import { Argument, Command } from 'commander';
import type { DiffOptions, ListOptions, ResolveOptions } from './find-run';
import { kindOption, ofRegistry, stateOption } from '../shared/registry-options';
import { limitOption } from '../../terminal/options';
import type { Session } from '../../terminal/session';

export function listCommand(session: Session): Command {
	const command = new Command('list')
		.description('Lists what the registry contains.')
		.addOption(kindOption())
		.addOption(stateOption())
		.option('--name <name>', 'only manifests with this name')
		.option('--text <words>', 'only manifests with these words in their name, purpose or capabilities')
		.option('--without-report', 'only versions that lack a sandbox report, each with the command that makes one')
		.addOption(limitOption('entries', 200, 1_000_000));
	return ofRegistry(command).action(async (options: ListOptions) => {
		const { runList } = await import('./find-run');
		session.exitCode = await runList(options, session.terminal);
	});
}

export function diffCommand(session: Session): Command {
	const command = new Command('diff')
		.description('Compares two versions: fields, permissions, tools, files, and which part of the version number must increase.')
		.argument('<from>', 'NAME@VERSION, or the SHA-256 of a manifest')
		.argument('<to>', 'the same, or only a version')
		.addOption(kindOption());
	return ofRegistry(command).action(async (from: string, to: string, options: DiffOptions) => {
		const { runDiff } = await import('./find-run');
		session.exitCode = await runDiff(from, to, options, session.terminal);
	});
}

export function resolveCommand(session: Session): Command {
	const command = new Command('resolve')
		.description('Shows which version to run, best first, with the reasons. Exits with 1 if there is none.')
		.addArgument(new Argument('[what...]', 'NAME, NAME@RANGE such as support@^1.2, or a question such as "who can read a CRM?"'))
		.option('--capability <name...>', 'a capability that it must have, such as crm.read')
		.addOption(kindOption())
		.option('--instance <id>', 'for rollouts: answers as for this instance')
		.addOption(limitOption('entries', 10, 1_000_000));
	return ofRegistry(command).action(async (what: string[], options: ResolveOptions) => {
		const { runResolve } = await import('./find-run');
		session.exitCode = await runResolve(what, options, session.terminal);
	});
}
