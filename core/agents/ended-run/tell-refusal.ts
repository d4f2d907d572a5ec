import { randomUUID } from 'node:crypto';
import { isTroupeError } from '../../base/errors';
import { readBelongings } from '../../ports/runs/read-belongings';
import type { RunRefusal } from '../../ports/runs/run-records';
import type { AgentParts } from '../agent-parts';
import { isOfOthers, toRefusalEvent } from './run-event';

/** What is known of a run that never began. */
export interface RefusedRun extends Pick<RunRefusal, 'host' | 'by' | 'conversationId' | 'person'> {
	id?: string;
	/** The id is empty where nobody knows it. */
	agent: { id: string; version: string; sha256?: string };
}

/** Ids and names can come from outside, unchecked. */
const maxName = 200;
const maxMessage = 500;

/** Records that a run never began, and tells subscribers: its input, its agent, its tenant or an operator refused it. */
export async function tellRefusal(run: RefusedRun, error: unknown, parts: Pick<AgentParts, 'publish' | 'records'>): Promise<void> {
	const runId = run.id?.slice(0, maxName) ?? randomUUID();
	const { sha256: _sha256, ...agent } = run.agent;
	const event = toRefusalEvent({ id: runId, agent, host: run.host }, error);
	const code = isTroupeError(error) ? error.code : 'INTERNAL';
	const goesOn = code === 'CANCELLED' || isOfOthers(code);
	const { host, by, conversationId, person } = run;
	const refusal: RunRefusal = {
		...{ runId, agent: run.agent, host, by: by?.slice(0, maxName), conversationId, person, of: readBelongings(), errorCode: code },
		// What a person gave as the reason of a stop is in the log of stops.
		error: !isTroupeError(error) || error.code === 'RUN_STOPPED' ? null : error.message.slice(0, maxMessage),
	};
	await Promise.all([event && parts.publish?.(event), goesOn ? undefined : parts.records?.refuse(refusal)]);
}
