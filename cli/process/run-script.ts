import { TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import type { PlayedCase } from '../../engine-adapter/cases/play-case';
import type { Resource } from '../../engine-adapter/engine/deployments';
import { readModels } from '../../engine-adapter/instance/read-models';
import type { ProcessRunOptions } from './process-run-options';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { readTextFile } from '../terminal/read-text-file';
import { Timeline } from './trace/timeline';
import { variableLines } from './variable-lines';

/** Plays a case on the embedded engine and prints a timeline, or the trace as one JSON document. */
export async function runScript(resources: Resource[], path: string, options: ProcessRunOptions, terminal: Terminal): Promise<ExitCode> {
	refuseOtherOptions(options);
	const [{ parseProcessCase }, { playCase }] = await Promise.all([
		import('../../engine-adapter/cases/parse-process-case'),
		import('../../engine-adapter/cases/play-case'),
	]);
	const parsed = await parseProcessCase(await readTextFile(path), path, options.case);
	const processCase = { ...parsed, zeebeVersion: options.target ?? parsed.zeebeVersion };
	const startedAt = parsed.startAt ?? Date.now();
	const played = await playCase(resources, processCase, startedAt);
	if (options.trace === 'json') terminal.print(stringifyJson(played.trace));
	else
		for (const line of describeCase(played, new Timeline(await readPlayedModels(played, resources), startedAt, terminal), terminal))
			terminal.print(line);
	return 0;
}

/** Refuses options that a case defines itself. Its time is simulated, so a cluster cannot play it. */
function refuseOtherOptions({ engine, process, variables }: ProcessRunOptions): void {
	const other =
		engine !== 'embedded'
			? `--engine ${engine}`
			: process !== undefined
				? '--process'
				: Object.keys(variables).length > 0
					? '--variables'
					: undefined;
	if (other === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${other} cannot be used with --script.`,
		fix: 'Remove it. The case defines the processes to start and their variables, and is played on the embedded engine.',
	});
}

/** A refused file may not be BPMN. */
const readPlayedModels = async ({ trace }: PlayedCase, resources: Resource[]) => ('outcome' in trace ? readModels(resources) : []);

function describeCase({ trace, events }: PlayedCase, timeline: Timeline, terminal: Terminal): string[] {
	if (!('outcome' in trace)) {
		const text = trace.deploy === 'ok' ? '' : trace.deploy.rejected;
		return [terminal.style('red', 'the deployment was refused'), printable(text)];
	}
	const lines = events.flatMap((event) => timeline.lines(event));
	const refusals = trace.rejections.map(({ action, code }) => terminal.style('yellow', `refused: ${nameAction(action)}, ${code}`));
	const format = trace.outcome === 'completed' ? 'green' : 'yellow';
	return [...lines, '', terminal.style(format, trace.outcome), ...refusals, ...variableLines(trace.variables, terminal)];
}

const nameAction = (action: number | string): string => (typeof action === 'number' ? `script[${action}]` : action);
