import { Command } from 'commander';
import { ofTenant, targetOption, wholeNumber } from '../terminal/options';
import { addCallerOptions, graceOption } from './service-options';
import { serveGrace } from '../../service/grace';
import type { ServeOptions } from './serve-options';
import type { Session } from '../terminal/session';

export function serveCommand(session: Session): Command {
	const command = ofTenant(new Command('serve'), session)
		.description('Starts the registry, the embedded engine with the Camunda 8 REST API, the agent worker and health checks in one process.')
		.option('-p, --port <number>', 'the port; 0 uses a free one', wholeNumber(0, 65_535), 8600)
		.option('-H, --host <address>', 'the address to bind to; other than loopback, it needs TROUPE_API_TOKEN', '127.0.0.1')
		.addOption(targetOption('of the engine').default('8.6'))
		.option('--no-engine', 'do not start the engine and its worker')
		.option(
			'--channels-to <address>',
			'the Zeebe cluster whose processes answer channels, instead of the engine (gRPC, or the URL of its REST API)',
		)
		.option('--no-registry', 'do not start the registry')
		.option('--snapshot-rate <number>', 'the same limit for the snapshot and the metrics of rollouts', wholeNumber(1, 100_000_000), 60_000)
		.option(
			'--tenant-rate <number>',
			'max requests per minute of all callers of one tenant; default: any number',
			wholeNumber(1, 100_000_000),
		)
		.option('--engine-rate <number>', 'the same limit for the REST API of the engine', wholeNumber(1, 100_000_000), 600_000)
		.option(
			'--channel-rate <number>',
			'the same limit for each channel, which all its customers share',
			wholeNumber(1, 100_000_000),
			120_000,
		)
		.option(
			'--channel-turns <number>',
			'max turns of channels that this process answers at the same time; 0: none',
			wholeNumber(0, 1000),
			32,
		)
		.option('-j, --jobs <number>', 'max jobs of each type at the same time', wholeNumber(1, 1000), 8)
		.option('--agent-runs <number>', 'max runs of agents at the same time for callers', wholeNumber(1, 100_000), 256)
		.option('--no-worker', 'do not start the agent worker')
		.option('--no-lint', 'accept deployments without linting them first')
		.option('--keep-days <number>', 'days to keep ended instances and their events', wholeNumber(0, 36_500), 30)
		.option('--keep-instances <number>', 'max ended instances to keep', wholeNumber(0, 100_000_000), 100_000)
		.addOption(graceOption(serveGrace));
	return addCallerOptions(command, 'the registry, the metrics and the keys').action(async (options: ServeOptions) => {
		const { runServeCommand } = await import('./serve-run');
		session.exitCode = await runServeCommand(options, session.terminal);
	});
}
