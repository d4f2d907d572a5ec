import { isDefinitionId } from '../../../core/base/text/definition-id';
import { type AgentParts, isReal } from '../../../core/agents/agent-parts';
import { type RefusedRun, tellRefusal } from '../../../core/agents/ended-run/tell-refusal';
import { composeOwnEvents } from '../events/events';
import type { Host } from '../hosts/host';
import type { VaultHost } from '../hosts/state-host';
import { readAgentName } from './published';
import { composeRuns } from '../state/host-runs';
import type { AgentReference } from './agent-reference';

interface AwaitedRun extends Pick<RefusedRun, 'by' | 'conversationId' | 'person'> {
	reference?: AgentReference;
	runId?: string;
	/** Dry runs and replays are not told of. */
	mode?: AgentParts['mode'];
}

type RunHost = VaultHost & Pick<Host, 'name' | 'remembers'>;

/** Errors of which an event has told. */
const told = new WeakSet<object>();

/** Performs what comes before a run of an agent. If it fails, the run never begins, and its record and one event say so, and the fault names it. */
export async function beforeRun<Result>(host: RunHost, run: AwaitedRun, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw isReal(run) && !isTold(error) ? await tell(host, run, error) : error;
	}
}

const isTold = (error: unknown): boolean => typeof error === 'object' && error !== null && told.has(error);

async function tell(host: RunHost, { reference, runId: id, by, conversationId, person }: AwaitedRun, error: unknown): Promise<unknown> {
	const agent = { id: readAgentId(reference), version: '' };
	// What cannot be opened does not hide the fault.
	const { records } = host.remembers === false ? {} : await composeRuns(host).catch(() => ({ records: undefined }));
	const refused = { id, agent, host: host.name ?? 'agent', by, conversationId, person };
	const named = await tellRefusal(refused, error, { publish: composeOwnEvents(host), records });
	if (typeof named === 'object' && named !== null) told.add(named);
	return named;
}

/** Returns nothing for a name that is not one of an agent: it can be a text of anybody. */
function readAgentId(reference?: AgentReference): string {
	const written = reference?.kind === 'inline' ? (reference.definition as { id?: unknown } | null)?.id : undefined;
	const id = reference?.kind === 'id' ? readAgentName(reference.id).id : written;
	return typeof id === 'string' && isDefinitionId(id) ? id : '';
}
