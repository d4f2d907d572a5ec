import { Command } from 'commander';
import { targetOption, wholeNumber } from '../terminal/options';
import type { ServeOptions } from './serve-run';
import type { Session } from '../terminal/session';

/** `troupe serve`: definition only. */
export function serveCommand(session: Session): Command {
	return new Command('serve')
		.description("Starts the manifest registry, the embedded engine with Camunda 8's REST API, the agent worker and health in one process.")
		.option('-p, --port <number>', 'where it listens; 0 takes a free one', wholeNumber(0, 65_535), 8600)
		.option('-H, --host <address>', 'the address it binds to; another than the loopback needs TROUPE_API_TOKEN', '127.0.0.1')
		.addOption(targetOption('that the engine follows').default('8.6'))
		.option('--no-engine', 'the registry only: neither the engine nor its worker')
		.option('--no-registry', 'no registry, also where one was begun')
		.option('--behind-proxy <addresses>', 'proxies, with commas, whose X-Forwarded-For is believed, for rate limits')
		.option('--call-rate <number>', 'requests a minute of one caller at one address to the registry', wholeNumber(1, 100_000_000), 1_200)
		.option('--snapshot-rate <number>', 'the same for the snapshot and for metrics', wholeNumber(1, 100_000_000), 60_000)
		.option('--no-worker', 'leave the jobs to other workers')
		.option('--no-lint', 'take deployments without linting them first: the engine alone decides')
		.option('--keep-days <number>', 'days for which ended instances are kept with their events', wholeNumber(0, 36_500), 30)
		.option('--keep-instances <number>', 'ended instances that are kept at most', wholeNumber(0, 100_000_000), 100_000)
		.action(async (options: ServeOptions) => {
			const { runServeCommand } = await import('./serve-run');
			session.exitCode = await runServeCommand(options, session.terminal);
		});
}
