import { Command, Option } from 'commander';
import { parseList } from '../terminal/options';
import type { Session } from '../terminal/session';
import { additions } from './environment-file';
import type { InitOptions } from './init-run';
import type { PackageOptions } from './package-run';

export function deployCommand(session: Session): Command {
	return new Command('deploy')
		.description('Prepares the folder of docker-compose.yml, with which n8n, Zeebe and Troupe run on one machine.')
		.addCommand(initCommand(session))
		.addCommand(packageCommand(session));
}

function initCommand(session: Session): Command {
	return new Command('init')
		.description('Writes .env with new secrets: keys, tokens, and a password for each role of the database.')
		.option('--folder <folder>', 'the folder of docker-compose.yml', '.')
		.addOption(
			new Option('--with <services>', `more services, separated by commas: ${additions.join(', ')}`)
				.argParser(parseList(additions))
				.default([], 'none'),
		)
		.option('--root <file>', 'the root of trust to pin, for n8n and Troupe: without it, that of the package decides')
		.option('--replace', 'keep the existing .env under another name and write a new one; data of the old keys cannot be read with it')
		.action(async (options: InitOptions) => {
			const { runDeployInit } = await import('./init-run');
			session.exitCode = await runDeployInit(options, session.terminal);
		});
}

function packageCommand(session: Session): Command {
	return new Command('package')
		.description('Chooses the package that n8n, its workers and Troupe run. `docker compose up --build` recreates what holds another one.')
		.argument('<tarball>', 'n8n-nodes-troupe-<version>.tgz, from `npm run package` in a checkout')
		.option('--folder <folder>', 'the folder of docker-compose.yml', '.')
		.action(async (tarball: string, options: PackageOptions) => {
			const { runDeployPackage } = await import('./package-run');
			session.exitCode = await runDeployPackage(tarball, options, session.terminal);
		});
}
