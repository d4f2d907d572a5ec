import type { ChannelParts } from '../../core/channels/channel-parts';
import { handOverKey } from '../../core/conversations/mailbox/hand-over-key';
import { createHandOverTool } from '../../core/channels/hand-over-tool';
import { nameTurnRun } from '../../core/conversations/mailbox/name-turn-run';
import { findOriginAgent } from '../../core/conversations/choose-origin';
import type { OpenChannel } from '../../core/ports/channels/channel-records';
import type { Conversation } from '../../core/ports/channels/mailbox';
import type { Gate } from '../../core/ports/manifests';
import { judgeAgents } from '../../engine-adapter/workers/listed-agents';
import type { NamedAgent } from '../../providers/compose/agents/agent-reference';
import type { Host } from '../../providers/compose/hosts/host';
import { chooseSettings } from './choose-settings';

const minMemories = 5;

/** @param agent an id or `id@range` */
export function readChannelAgent(agent: string): NamedAgent {
	const [id, range] = agent.split('@') as [string, string | undefined];
	return { kind: 'id', id, ...(range !== undefined && { range }) };
}

interface OfTurn {
	turn: string;
	conversation: Pick<Conversation, 'tenant' | 'id' | 'channel' | 'contact' | 'origin' | 'agent'>;
	/** Default: the run of a turn with messages. */
	runId?: string;
	agent?: string;
}

export async function composeChannelAgent(
	{ record, rules }: Pick<OpenChannel, 'record' | 'rules'>,
	host: Host,
	{ handOvers, settings }: Pick<ChannelParts, 'handOvers' | 'settings'>,
	admitted: Gate,
	of: OfTurn,
) {
	const { composeAgent } = await import('../../providers/compose/agents/agent');
	const gate = judgeAgents(admitted, host);
	const own: Host = {
		...withHandOver(host, record.handOver !== undefined, handOvers, of),
		gate,
		...(rules.remember && { minMemories }),
		settingValues: await chooseSettings({ settings }, of),
	};
	const named = of.agent ?? of.conversation.agent ?? findOriginAgent(rules, of.conversation.origin) ?? record.agent!;
	return composeAgent(readChannelAgent(named), own, { runId: of.runId ?? nameTurnRun(of.turn), conversationId: of.conversation.id });
}

export function withHandOver(
	host: Host,
	handsOver: boolean,
	handOvers: ChannelParts['handOvers'],
	{ turn, conversation }: Pick<OfTurn, 'turn' | 'conversation'>,
): Host {
	const { tenant, id } = conversation;
	const key = handOverKey({ id: turn });
	const own: Host = { ...host, writeHandOver: (draft) => handOvers.draft(tenant, id, key, draft) };
	if (!handsOver) return own;
	return { ...own, tools: [...(host.tools ?? []), createHandOverTool(handOvers, { tenant, conversation: id, key })] };
}
