import type { ChannelParts } from '../../core/channels/channel-parts';
import { rememberSession } from '../../core/channels/remember-session';
import { findOriginAgent } from '../../core/conversations/choose-origin';
import type { EndedSession } from '../../core/ports/channels/sessions';
import type { TakenContent } from '../../core/ports/work';
import { judgeAgents } from '../../engine-adapter/workers/listed-agents';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import { readChannelAgent } from './compose-channel-agent';
import type { AwayAgents } from './away-agents';

export function rememberByAgent(parts: ChannelParts, host: Host, away: AwayAgents) {
	return async (work: TakenContent<EndedSession>, signal: AbortSignal): Promise<void> => {
		const { tenant, lane: channel } = work;
		const note = (cause: unknown) => {
			away.note({ tenant, name: channel }, cause);
			throw cause;
		};
		const record = await parts.channels.find(tenant, channel);
		if (!record?.agent) return void (await parts.sessions.end(work));
		const conversation = await parts.mailbox.find(tenant, work.content.conversation);
		const agent = work.content.agent || (findOriginAgent(record.rules, conversation?.origin) ?? record.agent);
		const { composeSessionMemory } = await import('../../providers/compose/channels/session-memory');
		const reference = readChannelAgent(agent);
		await whileAdmitted(host.gate, signal, async (admitted) => {
			await admitted.gate.admit({ kind: 'command', name: 'serve' });
			const own: Host = { ...host, name: 'channel', tenant, gate: judgeAgents(admitted.gate, host) };
			await rememberSession(parts, composeSessionMemory(reference, own), work, admitted.signal);
		}).catch(note);
	};
}
