import { Command, Option } from 'commander';
import type { InitOptions } from './init-run';
import { wholeNumber } from '../../terminal/options';
import type { Session } from '../../terminal/session';

export function initCommand(session: Session): Command {
	const count = (flags: string, description: string) => new Option(flags, description).argParser(wholeNumber(1, 16)).default(1);
	return new Command('init')
		.description(
			'Creates all that a registry needs: a folder with keys and access tokens for the server, the administrator, each person and the machines.',
		)
		.argument('<folder>', 'a folder that does not exist yet')
		.requiredOption('--author <who...>', 'the people who write agents, such as ada@example.com')
		.requiredOption('--approver <who...>', 'the people who approve: not the authors')
		.addOption(count('--approvals <number>', 'the number of approvals that a manifest needs'))
		.addOption(count('--root-keys <number>', 'the number of people who hold a root key'))
		.addOption(count('--root-threshold <number>', 'the number of root keys that must sign a change of the root'))
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
