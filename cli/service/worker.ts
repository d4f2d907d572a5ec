import { Command, Option } from 'commander';
import { addressOption, wholeNumber } from '../terminal/options';
import type { WorkerCommandOptions } from './worker-run';
import type { Session } from '../terminal/session';

/** `troupe worker`: definition only. */
export function workerCommand(session: Session): Command {
	return new Command('worker')
		.description(
			'Serves the job types troupe:agent, troupe:guardrail, troupe:ingest, troupe:model, troupe:remember and troupe:retrieve to a Zeebe cluster, or to `troupe serve`, until it is stopped; jobs in work are finished first.',
		)
		.addOption(new Option('-e, --engine <engine>', 'what hands out the jobs: zeebe, at --address, or a URL').default('zeebe'))
		.addOption(addressOption())
		.option('-c, --concurrency <number>', 'jobs of each type worked on at once', wholeNumber(1, 1000), 8)
		.option('-p, --port <number>', 'serve health and metrics there; 0 takes a free one', wholeNumber(0, 65_535))
		.option('-H, --host <address>', 'the address for that; another than the loopback needs TROUPE_API_TOKEN', '127.0.0.1')
		.action(async ({ engine, ...options }: WorkerCommandOptions & { engine: string }) => {
			const { runWorkerCommand } = await import('./worker-run');
			session.exitCode = await runWorkerCommand({ ...options, address: engine === 'zeebe' ? options.address : engine }, session.terminal);
		});
}
