import { isDefinitionId } from '../../../core/base/text/definition-id';
import { type AgentParts, isReal } from '../../../core/agents/agent-parts';
import { toRefusalEvent } from '../../../core/agents/ended-run/run-event';
import { composeOwnEvents } from '../events/events';
import type { Host } from '../hosts/host';
import type { VaultHost } from '../hosts/state-host';
import { readAgentName } from './published';
import type { AgentReference } from './agent-reference';

/** What is known of a run before it begins. */
export interface AwaitedRun {
	reference?: AgentReference;
	runId?: string;
	/** Dry runs and replays are not told of. */
	mode?: AgentParts['mode'];
}

type RunHost = VaultHost & Pick<Host, 'name'>;

/** Errors of which an event has told. */
const told = new WeakSet<object>();

/** Performs what comes before a run of an agent. If it fails, the run never begins, and one event says so. */
export async function beforeRun<Result>(host: RunHost, run: AwaitedRun, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (isReal(run) && !isTold(error)) await tell(host, run, error);
		throw error;
	}
}

const isTold = (error: unknown): boolean => typeof error === 'object' && error !== null && told.has(error);

async function tell(host: RunHost, { reference, runId }: AwaitedRun, error: unknown): Promise<void> {
	if (typeof error === 'object' && error !== null) told.add(error);
	const agent = { id: readAgentId(reference), version: '' };
	const event = toRefusalEvent({ id: runId, agent, host: host.name ?? 'agent' }, error);
	if (event) await composeOwnEvents(host)(event);
}

/** Returns nothing for a name that is not one of an agent: it can be a text of anybody. */
function readAgentId(reference?: AgentReference): string {
	const written = reference?.kind === 'inline' ? (reference.definition as { id?: unknown } | null)?.id : undefined;
	const id = reference?.kind === 'id' ? readAgentName(reference.id).id : written;
	return typeof id === 'string' && isDefinitionId(id) ? id : '';
}
