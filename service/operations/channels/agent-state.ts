import * as Type from 'typebox/type';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { systemClock } from '../../../core/ports/host';
import { string } from '../../../manifests/registry/api/answer-fields';
import type { Host } from '../../../providers/compose/hosts/host';
import type { MessageEngine } from '../../channels/message-engine';
import type { OperationHost } from '../operation';

/** In answers of operations. */
export const agentAway = Type.Union([string, Type.Null()], {
	description: 'Why the agent, or a process for the message, cannot answer; null: it can, or workflows answer.',
});

/** Where agents can run. */
export type AgentPlace = Host &
	OperationHost & {
		/** The engine that gets the messages of channels, with its own tenant. Absent on a machine without one: who has it notes what it finds. */
		processes?: { engine: MessageEngine; tenant: string } | undefined;
	};

/** Processes that serve channels look each minute. */
export const freshMs = 3 * 60_000;

/** Finds why the agent of a channel, or a process, cannot answer: as who serves the channel found lately, otherwise as this host finds. Null: it can, or workflows answer. */
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
