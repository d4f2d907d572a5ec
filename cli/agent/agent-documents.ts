import { resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { RunState } from '../../core/agents/agent-outcome';
import type { AgentReference } from '../../providers/compose/agents/agent';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';

/** A run as `--record` keeps it, to be replayed. */
export interface RecordedRun {
	/** An id, or the path of a file. */
	agent: string;
	conversationId: string;
	trail: unknown[];
}

/** A suspended run as the command line keeps it. */
export interface SuspendedRun {
	agent: string;
	state: RunState;
}

/** An id, or a path: what holds a separator or ends in `.json`. */
export function toAgentReference(agent: string): AgentReference {
	const isPath = /[/\\]/.test(agent) || agent.endsWith('.json');
	return isPath ? { kind: 'file', path: resolve(agent) } : { kind: 'id', id: agent };
}

/** The same, for a document that may be read in another folder. */
export function toAbsoluteAgent(agent: string): string {
	const reference = toAgentReference(agent);
	return reference.kind === 'file' ? reference.path : agent;
}

/** @throws TroupeError INPUT_INVALID */
export async function readRecordedRun(path: string): Promise<RecordedRun> {
	const { agent, conversationId, trail } = toRecord(parseDocument(await readTextFile(path), path));
	if (typeof agent === 'string' && typeof conversationId === 'string' && Array.isArray(trail)) return { agent, conversationId, trail };
	throw invalid(path, 'no recorded run', 'Name a file that `troupe agent run --record` wrote.');
}

/**
 * The state alone, an outcome that holds it, or what the command line keeps. What stands in the state is the loop's to judge.
 * @throws TroupeError INPUT_INVALID
 */
export async function readSuspendedRun(path: string): Promise<SuspendedRun> {
	const document = toRecord(parseDocument(await readTextFile(path), path));
	const state = document.state === undefined ? document : toRecord(document.state);
	const { id } = toRecord(state.agent);
	const agent = typeof document.agent === 'string' ? document.agent : id;
	if (typeof agent === 'string' && Array.isArray(state.trail)) return { agent, state: state as unknown as RunState };
	throw invalid(
		path,
		'no state of a run that waits for a person',
		'Name the file that `troupe agent run` said, or save "state" of its outcome.',
	);
}

function toRecord(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function invalid(path: string, problem: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `${path} holds ${problem}.`, fix });
}
