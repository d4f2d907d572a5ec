import { Command } from 'commander';
import type { ResetTrustOptions, ShowTrustOptions } from './trust-run';
import type { Session } from '../../terminal/session';

export function trustCommand(session: Session): Command {
	const show = new Command('show')
		.description('Shows the root that decides on this machine, whose keys it names, and the newest that was accepted.')
		.option('--trust <folder>', "where the root is pinned (default: TROUPE_TRUST, else trust in Troupe's home)")
		.option('--json', 'for programs: one JSON document')
		.action(async (options: ShowTrustOptions) => {
			const { runShowTrust } = await import('./trust-run');
			session.exitCode = await runShowTrust(options, session.terminal);
		});
	const reset = new Command('reset')
		.description('Forgets what was accepted, so that an older snapshot may be put back on purpose.')
		.option('-y, --yes', 'without asking')
		.option('--json', 'for programs: one JSON document')
		.action(async (options: ResetTrustOptions) => {
			const { runResetTrust } = await import('./trust-run');
			session.exitCode = await runResetTrust(options, session.terminal);
		});
	return new Command('trust').description('What this machine trusts.').addCommand(show).addCommand(reset);
}
