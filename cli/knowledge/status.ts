import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { StatusOptions } from './status-run';

/** Declares `troupe knowledge status [name]`. */
export function statusCommand(session: Session): Command {
	return new Command('status')
		.description('Shows collections: documents, chunks, embedder and the progress of a re-embedding.')
		.argument('[name]', 'one collection; default: all')
		.option('--json', 'print one JSON document')
		.action(async (name: string | undefined, options: StatusOptions) => {
			const { runStatus } = await import('./status-run');
			session.exitCode = await runStatus(name, options, session.terminal);
		});
}
