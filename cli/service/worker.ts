import { Command } from 'commander';
import { jobTypes } from '../../bpmn/job-types';
import { addressOption, engineOption, listOfNames, ofTenant, wholeNumber } from '../terminal/options';
import { addCallerOptions, graceOption } from './service-options';
import { workerGrace } from '../../service/grace';
import type { WorkerCommandOptions } from './worker-run';
import { toEngineAddress } from '../process/connect-cluster';
import type { Session } from '../terminal/session';

export function workerCommand(session: Session): Command {
	const command = ofTenant(new Command('worker'), session)
		.summary('Serves the job types of Troupe to a Zeebe cluster or to `troupe serve` until stopped.')
		.description(
			`Serves the job types ${jobTypes.join(', ')} to a Zeebe cluster or to \`troupe serve\` until stopped. Running jobs are finished first.`,
		)
		.addOption(engineOption('the `troupe serve` that uses the engine of TROUPE_HOME', 'zeebe'))
		.addOption(addressOption())
		.option('-j, --jobs <number>', 'max jobs of each type at the same time', wholeNumber(1, 1000), 8)
		.option(
			'--tenants <ids>',
			'tenants whose jobs are taken, separated by commas; default: all that the worker may see (on Camunda before 8.9: those that the cluster gives)',
			listOfNames,
		)
		.option('-p, --port <number>', 'the port of health and metrics; 0 uses a free one', wholeNumber(0, 65_535))
		.option('-H, --host <address>', 'the address of health and metrics; other than loopback, it needs TROUPE_API_TOKEN', '127.0.0.1')
		.addOption(graceOption(workerGrace));
	return addCallerOptions(command, 'health and metrics').action(
		async ({ engine, ...options }: WorkerCommandOptions & { engine: string }) => {
			const { runWorkerCommand } = await import('./worker-run');
			const address = toEngineAddress({ ...options, engine }, session.terminal.environment);
			session.exitCode = await runWorkerCommand({ ...options, address }, session.terminal);
		},
	);
}
