import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { BackupOptions } from './state-run';

/** Declares `troupe state …`. */
export function stateCommand(session: Session): Command {
	return new Command('state').description("Copies the databases in Troupe's home.").addCommand(backupCommand(session));
}

function backupCommand(session: Session): Command {
	return new Command('backup')
		.description('Copies every database in TROUPE_HOME to a new folder, while Troupe and n8n work, and checks each copy.')
		.argument('<folder>', 'the folder of the copies; it is created, or is empty')
		.option('--url <url>', 'the address of the `troupe serve` that uses engine.db', 'http://127.0.0.1:8600')
		.option('--json', 'print one JSON document')
		.action(async (folder: string, options: BackupOptions) => {
			const { runStateBackup } = await import('./state-run');
			session.exitCode = await runStateBackup(folder, options, session.terminal);
		});
}
