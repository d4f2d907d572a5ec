import { randomUUID } from 'node:crypto';
import { readBelongings } from '../../ports/runs/read-belongings';
import { maxRunId, type RunRefusal } from '../../ports/runs/run-records';
import type { AgentParts } from '../agent-parts';
import { describeFault } from './describe-fault';
import { nameRunIn } from './name-run-in';
import { toRefusalEvent } from './run-event';

/** A run that never began. */
export interface RefusedRun extends Pick<RunRefusal, 'host' | 'by' | 'conversationId' | 'person'> {
	id?: string;
	/** The id is empty if unknown. */
	agent: { id: string; version: string; sha256?: string };
}

const maxName = 200;

/** Records and publishes a run that never began. Skips a retried one. @returns the fault, which names the record */
export async function tellRefusal(run: RefusedRun, error: unknown, parts: Pick<AgentParts, 'publish' | 'records'>): Promise<unknown> {
	const runId = run.id?.slice(0, maxRunId) ?? randomUUID();
	const { sha256: _sha256, ...agent } = run.agent;
	const event = toRefusalEvent({ id: runId, agent, host: run.host }, error);
	if (!event) return error;
	const { errorCode, error: text, fix } = describeFault(error);
	const { host, by, conversationId, person } = run;
	const refusal: RunRefusal = {
		runId,
		agent: run.agent,
		host,
		by: by?.slice(0, maxName),
		conversationId,
		person,
		of: readBelongings(),
		errorCode,
		error: text,
		fix,
	};
	await Promise.all([parts.publish?.(event), parts.records?.refuse(refusal)]);
	return parts.records ? nameRunIn(error, runId) : error;
}
