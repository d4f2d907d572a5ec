import { Command } from 'commander';
import { withJson, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { RotateMasterKeyOptions } from './key-run';

export const masterKeyCommand = (session: Session): Command =>
	new Command('key').description('The master key, under which all that is encrypted is sealed.').addCommand(rotateCommand(session));

const rotateCommand = (session: Session): Command =>
	withJson(
		new Command('rotate')
			.description(
				'Replaces the master key while Troupe works: seals all values under the new one, after which the old one opens nothing. Goes on where it was interrupted.',
			)
			.option('--key-file <file>', 'the new key: 32 bytes in base64 or hex. Default: a random one')
			.option('--everywhere', 'all processes and machines have both keys: needed where the key is TROUPE_VAULT_KEY or machines share state')
			.option('--leaked', 'others may have the old key: also what it signed is refused, such as forms that wait for an answer')
			.addOption(yesOption()),
	).action(async (options: RotateMasterKeyOptions) => {
		const { runRotateMasterKey } = await import('./key-run');
		session.exitCode = await runRotateMasterKey(options, session.terminal);
	});
