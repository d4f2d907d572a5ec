import type { AgentOutcome, RunState } from '../../core/agents/agent-outcome';
import { defaultTenant } from '../../core/base/tenant';
import { isTroupeError } from '../../core/base/errors';
import { tellEnd } from '../../core/channels/end-awaited';
import { handOver } from '../../core/channels/hand-over';
import { readTurn } from '../../core/conversations/mailbox/name-turn-run';
import type { Host } from '../../providers/compose/hosts/host';
import { chooseSettings } from './choose-settings';
import { withHandOver } from './compose-channel-agent';
import { toAnswer } from './to-answer';

interface RunChannel {
	host: Host;
	/** Tells the customer the run's end. @returns the outcome */
	tell(outcome: AgentOutcome): Promise<AgentOutcome>;
}

/** Undefined for another host's run, which tells nothing. */
export async function openRunChannel(host: Host, { runId, conversationId: session }: RunState): Promise<RunChannel> {
	const none: RunChannel = { host, tell: (outcome) => Promise.resolve(outcome) };
	const turn = readTurn(runId);
	const { tenant = defaultTenant, stateFolder } = host;
	if (turn === undefined || stateFolder === undefined) return none;
	const [{ openChannels }, { sessionOf }] = await Promise.all([
		import('../../providers/compose/channels/open-channels'),
		import('../../providers/state/channels/conversation-rows'),
	]);
	const parts = await openChannels({ ...host, stateFolder });
	const conversation = await parts.mailbox.find(tenant, sessionOf(session)[0]);
	const record = conversation && (await parts.channels.find(tenant, conversation.channel));
	if (!record) return none;
	const awaited = { turn, conversation: { ...conversation, session } };
	return {
		host: {
			...withHandOver(host, record.handOver !== undefined, parts.handOvers, awaited),
			settingValues: await chooseSettings(parts, awaited),
		},
		async tell(outcome) {
			if ('state' in outcome) return outcome;
			await tellEnd({ ...parts, handOver: (request) => handOver(parts, request) }, awaited, toAnswer(outcome)).catch((cause: unknown) => {
				// The run has ended anyway; its awaited work gives the conversation to people.
				if (!isTroupeError(cause)) throw cause;
			});
			return outcome;
		},
	};
}
