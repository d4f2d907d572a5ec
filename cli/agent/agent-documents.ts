import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { RunState } from '../../core/agents/agent-outcome';
import type { AgentReference } from '../../providers/compose/agents/agent';
import type { Host, VaultHost } from '../../providers/compose/host';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';

/** A run as `--record` writes it, for a replay. */
export interface RecordedRun {
	/** An agent's id, or the path of its file. */
	agent: string;
	conversationId: string;
	trail: unknown[];
}

interface SuspendedRun {
	agent: string;
	state: RunState;
}

/** Reads an agent's id, or a path: text with a path separator or the ending `.json`. */
export function toAgentReference(agent: string): AgentReference {
	const isPath = /[/\\]/.test(agent) || agent.endsWith('.json');
	return isPath ? { kind: 'file', path: resolve(agent) } : { kind: 'id', id: agent };
}

/** Naming a file allows it: the host then reads the agents in its folder only. */
export function hostFor<Folders extends Pick<Host, 'agentFolders'>>(reference: AgentReference, host: Folders): Folders {
	return reference.kind === 'file' ? { ...host, agentFolders: [dirname(reference.path)] } : host;
}

/** Returns an id unchanged and a path as an absolute path, for a document that is read from another folder. */
export function toAbsoluteAgent(agent: string): string {
	const reference = toAgentReference(agent);
	return reference.kind === 'file' ? reference.path : agent;
}

/** @throws TroupeError INPUT_INVALID */
export async function readRecordedRun(path: string): Promise<RecordedRun> {
	const { agent, conversationId, trail } = toRecord(parseDocument(await readTextFile(path), path));
	if (typeof agent === 'string' && typeof conversationId === 'string' && Array.isArray(trail)) return { agent, conversationId, trail };
	throw invalid(path, 'is not a recorded run', 'Pass a file that `troupe agent run --record` wrote.');
}

/**
 * Reads a suspended run by its id, or from a file with its state. The agent loop validates the state.
 * @throws TroupeError INPUT_INVALID, STORAGE_…
 */
export async function readSuspendedRun(run: string, host: VaultHost): Promise<SuspendedRun> {
	if (/[/\\]/.test(run) || run.endsWith('.json') || existsSync(run)) return readSuspendedFile(run);
	const suspended = await findSuspendedRun(run, host);
	if (suspended) return suspended;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no run with the id "${run}" that waits for a person, and no file with this name.`,
		fix: 'List the runs that wait with `troupe agent runs`. A run that has ended is not listed.',
	});
}

/** Finds a run that waits for a person. @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function findSuspendedRun(runId: string, host: VaultHost): Promise<SuspendedRun | undefined> {
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	const suspended = await (await openRuns(host, host.stateFolder!)).findSuspended(runId);
	if (!suspended) return undefined;
	const { agentFile } = suspended;
	const state = suspended.state as RunState;
	// The file is on the machine where the run began; another one has the agent in its folders.
	return { agent: agentFile !== undefined && existsSync(agentFile) ? agentFile : state.agent.id, state };
}

/** Reads a state, an outcome with the state, or what an earlier version of the command stored. @throws TroupeError INPUT_INVALID */
async function readSuspendedFile(path: string): Promise<SuspendedRun> {
	const document = toRecord(parseDocument(await readTextFile(path), path));
	const state = document.state === undefined ? document : toRecord(document.state);
	const { id } = toRecord(state.agent);
	const agent = typeof document.agent === 'string' ? document.agent : id;
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
