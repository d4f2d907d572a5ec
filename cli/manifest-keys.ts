import { Command } from 'commander';
import type { CreateKeysOptions } from './manifest-options';
import type { Session } from './session';

/** `troupe manifest keys …`: definitions only. */
export function keysCommand(session: Session): Command {
	const create = new Command('create')
		.description(
			'Makes a key pair for each role and the root that names them. The private keys are encrypted when TROUPE_KEY_PASSPHRASE is set.',
		)
		.option('--into <folder>', "where to put them (default: keys in Troupe's home)")
		.option('--development', 'a root that nobody vouches for, for this machine')
		.option('--force', 'lose the keys that are there')
		.option('--json', 'the result as one JSON document')
		.action(async (options: CreateKeysOptions) => {
			const { createKeysAction } = await import('./manifest-actions');
			session.exitCode = await createKeysAction(options, session.terminal);
		});
	return new Command('keys').description('Makes keys.').addCommand(create);
}
