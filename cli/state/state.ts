import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { MoveOptions } from './move-run';

export function stateCommand(session: Session): Command {
	return new Command('state')
		.description("Moves Troupe's state to PostgreSQL, or rewrites its files.")
		.addCommand(moveCommand(session))
		.addCommand(compactCommand(session));
}

function compactCommand(session: Session): Command {
	return new Command('compact')
		.description(
			'Rewrites the files of the state and of memory, so that no copy of what was removed is left in unused space. Services wait meanwhile.',
		)
		.option('--json', 'print one JSON document')
		.action(async (options: { json?: boolean }) => {
			const { runStateCompact } = await import('./compact-run');
			session.exitCode = await runStateCompact(options, session.terminal);
		});
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
