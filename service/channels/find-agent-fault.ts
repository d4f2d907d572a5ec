import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { createHandOverTool } from '../../core/channels/hand-over-tool';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Host } from '../../providers/compose/hosts/host';
import { admitAgent } from '../offered-agents/find-refusal';
import { readChannelAgent } from './compose-channel-agent';
import { findProcessFault } from './lacks/process-lacks';
import type { MessageEngine } from './message-engine';

/** Finds why this host cannot begin a run of the channel's agents, or reach a process with its message. Undefined: it can, or workflows answer. */
export async function findAgentFault(
	{ tenant, agent, message, handOver, rules }: Pick<ChannelRecord, 'tenant' | 'agent' | 'message' | 'handOver' | 'rules'>,
	host: Host,
	{ handOvers }: Pick<ChannelParts, 'handOvers'>,
	engine?: MessageEngine,
): Promise<TroupeError | undefined> {
	if (agent === null) return message === null ? undefined : findProcessFault(message, engine, tenant, host.tenant);
	const handOverTool = handOver && createHandOverTool(handOvers, { tenant, conversation: '', key: '' });
	const own: Host = { ...host, tenant, name: 'channel', ...(handOverTool && { tools: [...(host.tools ?? []), handOverTool] }) };
	try {
		for (const one of new Set([agent, ...(rules.origins ?? []).flatMap((origin) => origin.agent ?? [])]))
			await admitAgent(readChannelAgent(one), own);
		return undefined;
	} catch (error) {
		if (isTroupeError(error)) return error;
		throw error;
	}
}
