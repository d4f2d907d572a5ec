import { Command, Option } from 'commander';
import { addressOption, wholeNumber } from './options';
import type { Session } from './session';

/** `troupe worker`: definition only. */
export function workerCommand(session: Session): Command {
	return new Command('worker')
		.description('Serves the job type troupe:agent to a Zeebe cluster until it is stopped; jobs in work are finished first.')
		.addOption(new Option('-e, --engine <engine>', 'what hands out the jobs').choices(['zeebe']).default('zeebe'))
		.addOption(addressOption())
		.option('-c, --concurrency <number>', 'jobs worked on at once', wholeNumber(1, 1000), 8)
		.action(async (options: { address: string; concurrency: number }) => {
			const { runWorkerCommand } = await import('./worker-run');
			session.exitCode = await runWorkerCommand(options, session.terminal);
		});
}
