import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { AgentRequest } from '../../core/agents/agent-request';
import type { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { hostFor, toAgentReference } from '../../providers/compose/agents/agent-reference';
import { judgeAgents } from '../../engine-adapter/workers/listed-agents';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import { openRunChannel } from '../channels/open-run-channel';
import type { Host } from '../../providers/compose/hosts/host';

type Suspended = NonNullable<Awaited<ReturnType<typeof findSuspendedRun>>>;

/** @param host with the run's host name and tenant @throws TroupeError as runAgent does */
export async function continueRun(
	{ agent, state }: Suspended,
	resume: Omit<NonNullable<AgentRequest['resume']>, 'state'>,
	host: Host,
	stop: AbortSignal,
	onEvent: (event: AgentEvent) => void,
): Promise<AgentOutcome> {
	const [{ composeAgent }, { runAgent }] = await Promise.all([
		import('../../providers/compose/agents/agent'),
		import('../../core/agents/run-agent'),
	]);
	const request = { message: '', conversationId: state.conversationId, resume: { ...resume, state } };
	return whileAdmitted(host.gate, stop, async ({ gate, signal }) => {
		await gate.admit({ kind: 'command', name: 'agent resume' });
		const reference = toAgentReference(agent);
		// Service callers run listed agents only; the command's user has the machine.
		const channel = await openRunChannel(host, state);
		const judged = { ...hostFor(reference, channel.host), gate: host.name === 'cli' ? gate : judgeAgents(gate, host) };
		const parts = await composeAgent(reference, judged, request);
		return channel.tell(await runAgent(request, { ...parts, onEvent }, signal));
	});
}
