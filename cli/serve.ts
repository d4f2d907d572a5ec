import { Command } from 'commander';
import { wholeNumber } from './options';
import type { Session } from './session';

/** `troupe serve`: definition only. */
export function serveCommand(session: Session): Command {
	return new Command('serve')
		.description("Starts the embedded engine with Camunda 8's REST API, the agent worker, health and the public keys in one process.")
		.option('-p, --port <number>', 'where it listens; 0 takes a free one', wholeNumber(0, 65_535), 8600)
		.option('-H, --host <address>', 'the address it binds to; another than the loopback needs TROUPE_API_TOKEN', '127.0.0.1')
		.option('--no-worker', 'leave the jobs to other workers')
		.option('--no-lint', 'take deployments without linting them first: the engine alone decides')
		.action(async (options: { port: number; host: string; worker: boolean; lint: boolean }) => {
			const { runServeCommand } = await import('./serve-run');
			session.exitCode = await runServeCommand(options, session.terminal);
		});
}
