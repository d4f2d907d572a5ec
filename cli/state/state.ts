import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { MoveOptions } from './move-run';
import type { BackupOptions } from './state-run';

/** Declares `troupe state …`. */
export function stateCommand(session: Session): Command {
	return new Command('state')
		.description("Copies the state in Troupe's home: to a folder, or to PostgreSQL.")
		.addCommand(backupCommand(session))
		.addCommand(moveCommand(session));
}

function moveCommand(session: Session): Command {
	return new Command('move')
		.description(
			'Copies the state in TROUPE_HOME to PostgreSQL, compares every row, and makes this home use nothing else. Can be repeated.',
		)
		.requiredOption('--to <url>', 'postgres://user:password@host/database; - reads it from standard input')
		.option('--json', 'print one JSON document')
		.action(async (options: MoveOptions) => {
			const { runStateMove } = await import('./move-run');
			session.exitCode = await runStateMove(options, session.terminal);
		});
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
