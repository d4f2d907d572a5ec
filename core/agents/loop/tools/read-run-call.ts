import { readCall } from '../../../tools/read-call';
import { joinSensitivity, type ToolCall } from '../../../ports';
import { listCallers } from '../team/caller';
import type { Run } from '../run/run';
import { listBefore } from '../trail/list-before';
import { listSensitivity } from '../trail/list-sensitivity';

/** Reads a call of a run, for whoever asks, and after what the run and those that called it had read when the model made it. */
export function readRunCall(run: Run, call: ToolCall): ReturnType<typeof readCall> {
	const trails = [listBefore(run, call.id), ...listCallers(run).map(({ trail }) => trail.entries)];
	const classes = joinSensitivity(trails.map(listSensitivity))?.class ?? [];
	return readCall(call, run.toolbox!, (text) => run.context.vault.restore(text), { asker: run.asker, classes });
}
