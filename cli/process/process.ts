import { Command, Option } from 'commander';
import { TroupeError } from '../../core/base/errors';
import { parseJson } from '../../core/base/lossless-json';
import type { ProcessRunOptions } from './process-run-options';
import type { ProcessTestOptions } from './test-run';
import type { Session } from '../terminal/session';
import { addressOption, engineOption, targetOption, wholeNumber } from '../terminal/options';

/** `troupe process run`: definition only. */
export function processCommand(session: Session): Command {
	const run = new Command('run')
		.description('Deploys BPMN files, starts an instance and shows what happens, here or on a Zeebe cluster.')
		.argument('<files...>', 'BPMN files, deployed together')
		.option('-v, --variables <json>', 'variables of the instance, a JSON object', parseVariables, {})
		.option('-s, --script <case.json>', 'play this case instead: what starts, how jobs are answered, what time passes')
		.option('-p, --process <id>', 'the process to start, when the first file holds several')
		.addOption(engineOption())
		.addOption(addressOption())
		.addOption(targetOption('that the embedded engine follows; default: the `engine` of the case, else 8.6'))
		.option('--with-worker', 'with zeebe: serve the job types of Troupe while the instance runs')
		.addOption(new Option('--trace <format>', 'how the trace is shown').choices(['text', 'json']).default('text'))
		.option('--no-lint', 'deploy without linting first: the engine alone decides')
		.option('-t, --timeout <seconds>', 'how long to wait', wholeNumber(1, 86_400), 60)
		.action(async (files: string[], options: Omit<ProcessRunOptions, 'files'>) => {
			const { runProcessCommand } = await import('./process-run');
			session.exitCode = await runProcessCommand({ ...options, files }, session.terminal);
		});
	const test = new Command('test')
		.description('Plays the cases (*.case.json) of folders on the embedded engine and reports which hold.')
		.argument('<paths...>', 'folders with cases, or single cases')
		.addOption(targetOption('that the engine follows; default: the `engine` of each case, else 8.6'))
		.action(async (paths: string[], options: ProcessTestOptions) => {
			const { runProcessTests } = await import('./test-run');
			session.exitCode = await runProcessTests(paths, options, session.terminal);
		});
	return new Command('process').description('Runs and tests BPMN processes.').addCommand(run).addCommand(test);
}

function parseVariables(text: string): Record<string, unknown> {
	const fix = `Pass one JSON object, such as '{"message": "Where is my order?"}'.`;
	try {
		const value = parseJson(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch (cause) {
		throw new TroupeError({ code: 'INPUT_INVALID', message: 'The variables are not JSON.', fix, cause });
	}
	throw new TroupeError({ code: 'INPUT_INVALID', message: 'The variables are JSON, but no object.', fix });
}
