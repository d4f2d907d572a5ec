import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { createHandOverTool } from '../../core/channels/hand-over-tool';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Host } from '../../providers/compose/hosts/host';
import { admitAgent } from '../offered-agents/find-refusal';
import { readChannelAgent } from './compose-channel-agent';

/** Finds why this host could not begin a run of the channel's agents now, without one: undefined if it could, or if processes answer. */
export async function findAgentFault(
	{ tenant, agent, handOver, rules }: Pick<ChannelRecord, 'tenant' | 'agent' | 'handOver' | 'rules'>,
	host: Host,
	{ handOvers }: Pick<ChannelParts, 'handOvers'>,
): Promise<TroupeError | undefined> {
	if (agent === null) return undefined;
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
