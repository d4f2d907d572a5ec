import { Command } from 'commander';
import type { Session } from '../terminal/session';
import type { StatusOptions } from './status-run';

/** `troupe knowledge status [name]`. */
export function statusCommand(session: Session): Command {
	return new Command('status')
		.description('Shows the collections: documents, chunks, embedder, and how far a re-embedding is.')
		.argument('[name]', 'one collection; default: all')
		.option('--json', 'as one JSON document')
		.action(async (name: string | undefined, options: StatusOptions) => {
			const { runStatus } = await import('./status-run');
			session.exitCode = await runStatus(name, options, session.terminal);
		});
}
