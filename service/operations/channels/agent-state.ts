import * as Type from 'typebox/type';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { systemClock } from '../../../core/ports/host';
import { string } from '../../../manifests/registry/api/answer-fields';
import type { Host } from '../../../providers/compose/hosts/host';
import type { MessageEngine } from '../../channels/message-engine';
import type { OperationHost } from '../operation';

export const agentAway = Type.Union([string, Type.Null()], {
	description: 'Why the agent, or a process for the message, cannot answer; null: it can, or workflows answer.',
});

export type AgentPlace = Host &
	OperationHost & {
		/** The engine for channel messages, with its own tenant. Absent on a machine without one: the engine's process notes its findings. */
		processes?: { engine: MessageEngine; tenant: string } | undefined;
	};

/** Channel processes look each minute. */
const freshMs = 3 * 60_000;

/**
 * Finds why a channel's agent or process cannot answer: the serving process's recent finding, otherwise this host's. Null: it can, or workflows
 * answer.
 */
export async function findAwayReason(
	{ tenant, name, agent, message, handOver, rules }: ChannelRecord,
	host: AgentPlace,
	parts: Pick<ChannelParts, 'states' | 'handOvers'>,
): Promise<string | null> {
	if (agent === null && message === null) return null;
	const known = (await parts.states.list(tenant)).find(({ channel, part }) => channel === name && part === 'agent');
	if (known && known.checkedAt > (host.clock ?? systemClock).now() - freshMs) return known.reason;
	const { findAgentFault } = await import('../../channels/find-agent-fault');
	const { processes } = host;
	const place = processes ? { ...host, tenant: processes.tenant } : host;
	const fault = await findAgentFault({ tenant, agent, message, handOver, rules }, place, parts, processes?.engine);
	return fault ? [`${fault.code}: ${fault.message}`, fault.fix].filter(Boolean).join(' ') : null;
}
