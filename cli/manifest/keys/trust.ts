import { Command } from 'commander';
import type { ResetTrustOptions, ShowTrustOptions } from './trust-run';
import type { Session } from '../../terminal/session';

export function trustCommand(session: Session): Command {
	const show = new Command('show')
		.description('Shows the root that decides on this machine, the owners of its keys, and the newest documents that were accepted.')
		.option('--trust <folder>', "where the root is pinned (default: TROUPE_TRUST, else trust in Troupe's home)")
		.option('--json', 'print one JSON document')
		.action(async (options: ShowTrustOptions) => {
			const { runShowTrust } = await import('./trust-run');
			session.exitCode = await runShowTrust(options, session.terminal);
		});
	const reset = new Command('reset')
		.description('Forgets which documents were accepted, so that you can restore an older snapshot.')
		.option('-y, --yes', 'do not ask for confirmation')
		.option('--json', 'print one JSON document')
		.action(async (options: ResetTrustOptions) => {
			const { runResetTrust } = await import('./trust-run');
			session.exitCode = await runResetTrust(options, session.terminal);
		});
	return new Command('trust').description('Shows what this machine trusts.').addCommand(show).addCommand(reset);
}
