import { existsSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import type { RunState } from '../../core/agents/agent-outcome';
import { toAgentReference } from '../../providers/compose/agents/agent-reference';
import { findSuspendedRun, type SuspendedRun } from '../../providers/compose/state/find-suspended';
import type { Host } from '../../providers/compose/hosts/host';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';

export interface RecordedRun {
	/** An agent's id, or the path of its file. */
	agent: string;
	conversationId: string;
	trail: unknown[];
}

/** Returns an id unchanged and a path as an absolute path, for a document that is read from another folder. */
export function toAbsoluteAgent(agent: string): string {
	const reference = toAgentReference(agent);
	return reference.kind === 'file' ? reference.path : agent;
}

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, STATE_CONFLICT */
export async function readRecordedRun(path: string, host: Host): Promise<RecordedRun> {
	// The id of the run of a called agent has a slash, as a path has.
	if (!isFile(path) || (!existsSync(path) && (await isStored(path, host)))) {
		const { readReplay } = await import('../../providers/compose/runs/read-replay');
		// The record has a hash of the conversation's id.
		return { ...(await readReplay(path, host)), conversationId: 'replay' };
	}
	const { agent, conversationId, trail } = toRecord(parseDocument(await readTextFile(path), path));
	if (typeof agent === 'string' && typeof conversationId === 'string' && Array.isArray(trail)) return { agent, conversationId, trail };
	throw invalid(path, 'is not a recorded run', 'Pass a file that `troupe agent run --record` wrote.');
}

async function isStored(runId: string, host: Host): Promise<boolean> {
	if (host.stateFolder === undefined) return false;
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	return (await (await openRuns(host, host.stateFolder)).findRecord(runId)) !== undefined;
}

const isFile = (run: string): boolean => /[/\\]/.test(run) || run.endsWith('.json') || existsSync(run);

/** The agent loop validates the state. @throws TroupeError INPUT_INVALID, STORAGE_… */
export async function readSuspendedRun(run: string, host: VaultHost): Promise<SuspendedRun> {
	if (isFile(run)) return readSuspendedFile(run);
	const suspended = await findSuspendedRun(run, host);
	if (suspended) return suspended;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no run with the id "${run}" that waits for a person, and no file with this name.`,
		fix: 'List the runs that wait with `troupe agent runs`. A run that has ended is not listed.',
	});
}

/** @throws TroupeError INPUT_INVALID */
async function readSuspendedFile(path: string): Promise<SuspendedRun> {
	const document = toRecord(parseDocument(await readTextFile(path), path));
	const state = document.state === undefined ? document : toRecord(document.state);
	const { id: agent } = toRecord(state.agent);
	if (typeof agent === 'string' && Array.isArray(state.trail)) return { agent, state: state as unknown as RunState };
	throw invalid(
		path,
		'does not hold the state of a run that waits for a person',
		'Pass the id of the run, or a file with the "state" of its outcome.',
	);
}

function toRecord(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function invalid(path: string, problem: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `${path} ${problem}.`, fix });
}
