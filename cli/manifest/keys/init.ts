import { Command, Option } from 'commander';
import type { InitOptions } from './init-run';
import { wholeNumber } from '../../terminal/options';
import type { Session } from '../../terminal/session';

export function initCommand(session: Session): Command {
	const count = (flags: string, description: string) => new Option(flags, description).argParser(wholeNumber(1, 16)).default(1);
	return new Command('init')
		.description('Makes what a registry begins with: root, people, server, machines; a folder for each, with keys and access tokens.')
		.argument('<folder>', 'a folder that is not there yet')
		.requiredOption('--author <who...>', 'who writes agents, such as ada@example.com')
		.requiredOption('--approver <who...>', 'who says yes: others than the authors')
		.addOption(count('--approvals <number>', 'how many approvers have to say yes'))
		.addOption(count('--root-keys <number>', 'how many people hold a key of the root'))
		.addOption(count('--root-threshold <number>', 'how many of them have to sign a change of the root'))
		.option('--machine <name...>', 'n8n instances and workers, each with a token of its own (default: one token for all machines)')
		.addOption(
			new Option(
				'--grace-hours <number>',
				'how long machines continue when the registry is unreachable (default: asked for, else 0)',
			).argParser(wholeNumber(0, 720)),
		)
		.option('--tenant <tenant>', 'whose registry it is (default: default)')
		.option('--url <url>', 'where the registry will be reached', 'http://127.0.0.1:8600')
		.option('--json', 'print one JSON document')
		.action(async (folder: string, options: InitOptions) => {
			const { runInit } = await import('./init-run');
			session.exitCode = await runInit(folder, options, session.terminal);
		});
}
