import { Command, Option } from 'commander';
import type { ProcessRunOptions } from './process-run-options';
import type { ProcessMoveOptions } from './move-run';
import type { ProcessTestOptions } from './test-run';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';
import { parseVariables } from '../terminal/parse-variables';
import { operateCommands } from './operate/operate';
import { addressOption, engineOption, targetOption, wholeNumber } from '../terminal/options';

export function processCommand(session: Session): Command {
	const run = new Command('run')
		.description('Deploys BPMN and DMN files and forms, starts an instance and shows what happens, in this process or on a Zeebe cluster.')
		.argument('<files...>', 'BPMN, DMN and form files, deployed together')
		.option('-v, --variables <json>', 'variables of the instance, a JSON object', parseVariables, {})
		.option('-s, --script <case.json>', 'play this case instead: it defines what starts, how jobs are answered and how time passes')
		.option('--case <name>', 'which case of --script to play, for a file with several')
		.option('-p, --process <id>', 'the process to start, when the first file contains several')
		.addOption(engineOption('in this process, in memory'))
		.addOption(addressOption())
		.addOption(targetOption('of the embedded engine; default: the `engine` of the case, the version of the model, otherwise 8.6'))
		.option('--with-worker', 'on a cluster: serve the job types of Troupe while the instance runs')
		.addOption(new Option('--trace <format>', 'the format of the trace').choices(['text', 'json']).default('text'))
		.option('--no-lint', 'deploy without linting first')
		.addOption(durationOption('-t, --timeout <duration>', 'max time to wait', ['1s', '24h'], '1m'))
		.action(async (files: string[], options: Omit<ProcessRunOptions, 'files'>) => {
			const { runProcessCommand } = await import('./process-run');
			session.exitCode = await runProcessCommand({ ...options, files }, session.terminal);
		});
	const test = new Command('test')
		.description('Plays the cases (*.case.json) of folders on the embedded engine and reports which pass.')
		.argument('<paths...>', 'folders with cases, or case files')
		.addOption(targetOption('of the engine; default: the `engine` of each case, otherwise 8.6'))
		.option('--coverage', 'also report which elements and flows of the models no case reached')
		.option('--min-coverage <percent>', 'fail when the cases reach less of the elements and flows', wholeNumber(0, 100))
		.option('--junit <file>', 'also write a JUnit report, for CI')
		.option('--watch', 'run again after each change of a case or model')
		.action(async (paths: string[], options: ProcessTestOptions) => {
			const { runProcessTests } = await import('./test-run');
			session.exitCode = await runProcessTests(paths, options, session.terminal);
		});
	const move = new Command('move')
		.description('Moves the running instances of the embedded engine to a Zeebe cluster. The service must be stopped.')
		.requiredOption('--to <address>', 'the cluster: host:port, grpcs://… (gRPC), or http://…, https://… (REST)')
		.option('--dry-run', 'say what would happen, and change nothing')
		.option('--restart-timers', 'also move instances with timers that begin again on the cluster')
		.option('--arrived <key=key...>', 'an instance whose move was cut off is on the cluster, with this key')
		.option('--lost <key...>', 'an instance whose move was cut off is not on the cluster: start it there')
		.option('--json', 'print one JSON document')
		.action(async (options: ProcessMoveOptions) => {
			const { runProcessMove } = await import('./move-run');
			session.exitCode = await runProcessMove(options, session.terminal);
		});
	const process = new Command('process').description('Runs, tests, operates and moves BPMN processes.');
	for (const command of [run, test, ...operateCommands(session), move]) process.addCommand(command);
	return process;
}
