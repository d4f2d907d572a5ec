import { Command } from 'commander';
import type { ScanOptions } from './scan-run';
import type { Session } from '../../terminal/session';

export function scanCommand(session: Session): Command {
	return new Command('scan')
		.description('Lists the community packages of an n8n, each with its state. Exits with 1 if one of them is not allowed to run.')
		.argument('[n8n user folder]', 'the folder that holds .n8n (default: N8N_USER_FOLDER, else the home folder)')
		.option('--trust <folder>', "where the root is pinned (default: TROUPE_TRUST, else trust in Troupe's home)")
		.option('--json', 'print one JSON document')
		.action(async (folder: string | undefined, options: ScanOptions) => {
			const { runScan } = await import('./scan-run');
			session.exitCode = await runScan(folder, options, session.terminal);
		});
}
