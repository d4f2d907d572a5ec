import { Argument, Command } from 'commander';
import type { DrillOptions } from './drill-run';
import { kindOption, ofRegistry } from '../shared/registry-options';
import type { Session } from '../../terminal/session';

export function drillCommand(session: Session): Command {
	const command = new Command('drill')
		.description('Shows what would stop if a version or a key were revoked now, and changes nothing. Exits with 1 if something would.')
		.addArgument(new Argument('[manifest]', 'NAME@VERSION, KIND:NAME@VERSION, or the SHA-256 of a manifest'))
		.option('--key <key>', 'a key of the root, as `troupe manifest keys show` lists them, instead of a manifest')
		.addOption(kindOption());
	return ofRegistry(command).action(async (target: string | undefined, options: DrillOptions) => {
		const { runDrill } = await import('./drill-run');
		session.exitCode = await runDrill(target, options, session.terminal);
	});
}
