import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { MoveOptions } from './move-run';

/** Declares `troupe state …`. */
export function stateCommand(session: Session): Command {
	return new Command('state').description("Moves the state in Troupe's home to PostgreSQL.").addCommand(moveCommand(session));
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
