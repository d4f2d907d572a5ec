import type { AgentEvent } from '../../core/agents/agent-event';
import { withOrigin } from '../../core/base/work-origin';
import { answerTurn, endFailed, givenUp, nameRun, type TurnParts, type TurnRequest } from '../../core/channels/answer-turn';
import type { TurnFiles } from '../../core/channels/media/turn-files';
import { isAwayHere } from '../../core/channels/retry-or-give-up';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { handOver, type HandOverRequest } from '../../core/channels/hand-over';
import type { OnGivenUp } from '../../core/channels/failed-work';
import { askForText } from '../../core/conversations/mailbox/ask-for-text';
import { saysNothing } from '../../core/conversations/mailbox/describe-silence';
import type { AgentMemory } from '../../core/ports/memory';
import type { OpenChannel } from '../../core/ports/channels/channel-records';
import type { Turn, TurnOrder } from '../../core/ports/channels/mailbox';
import type { NewSend } from '../../core/ports/channels/outbox';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import type { AgentLog } from '../log/log-agents';
import type { AwayAgents } from './away-agents';
import { composeChannelAgent } from './compose-channel-agent';
import { toAnswer } from './to-answer';

export function answerByAgent(parts: ChannelParts, host: Host, logAgent: AgentLog, { files, onGivenUp, onLost, away }: AnswerOptions) {
	return async (turn: Turn, holder: string, signal: AbortSignal): Promise<void> => {
		const { tenant, channel: name, id: conversation } = turn.conversation;
		let lastWords: NewSend[] = [];
		const onFailed = (cause: unknown) => away.note({ tenant, name }, cause);
		try {
			const open = await parts.directory.find(tenant, name);
			if (!open?.record.agent) {
				const reason = `The channel "${name}" has no agent.`;
				await parts.mailbox.end(turn, holder, { kind: 'dead', reason });
				return onGivenUp(givenUp(turn, reason));
			}
			if (open.rules.audio) lastWords = askForText(turn, open.rules.audio.language ?? (await readTenantLanguage({ ...host, tenant })));
			const onEvent = (event: AgentEvent) => logAgent(event, { tenant, channel: name, conversation });
			const order = await withOrigin({ channel: name }, () =>
				answerWith(
					open,
					{ ...host, name: 'channel', tenant },
					{ parts, files, turn, holder, onEvent, lastWords, onGivenUp, onFailed },
					signal,
				),
			);
			if (order === 'lost') onLost(turn);
		} catch (cause) {
			if (signal.aborted) return; // the lease ends, and another process continues
			onFailed(cause);
			const end = await endFailed({ ...parts, maxAttempts: maxBroken, lastWords, onGivenUp }, turn, holder, cause);
			if (end.kind !== 'dead' && !isAwayHere(cause)) throw cause;
		}
	};
}

interface AnswerOptions {
	files: TurnFiles;
	onGivenUp: OnGivenUp;
	onLost: (turn: Turn) => void;
	away: AwayAgents;
}

const maxBroken = 5;

interface Answering {
	parts: ChannelParts;
	files: TurnFiles;
	turn: Turn;
	holder: string;
	onEvent: (event: AgentEvent) => void;
	lastWords: NewSend[];
	onGivenUp: OnGivenUp;
	onFailed: (cause: unknown) => void;
}

async function answerWith(open: OpenChannel, host: Host, answering: Answering, signal: AbortSignal): Promise<TurnOrder> {
	const { parts, files, turn, holder, onEvent, lastWords, onGivenUp, onFailed } = answering;
	const { runAgent } = await import('../../core/agents/run-agent');
	const { channel, rules } = open;
	return whileAdmitted(host.gate, signal, async (admitted) => {
		await admitted.gate.admit({ kind: 'command', name: 'serve' });
		const agent = await composeChannelAgent(open, host, parts, admitted.gate, {
			turn: turn.id,
			conversation: turn.conversation,
			runId: nameRun(turn),
		});
		const memory = turn.followUp && agent.memory ? withoutSilence(agent.memory) : agent.memory;
		const answer = async (request: TurnRequest, running: AbortSignal) =>
			toAnswer(await runAgent(request, { ...agent, ...(memory && { memory }), onEvent }, running));
		// A tool can change something; without tools, nothing is visible before the reply.
		const hasEffects = (agent.definition.tools?.define?.length ?? 0) > 0;
		const asked: TurnParts = {
			...parts,
			handOver: (request: HandOverRequest) => handOver(parts, request),
			abilities: channel.abilities,
			withFiles: (of, running, act) =>
				files.use(of, { openChannel: () => Promise.resolve(channel), sees: agent.modelFacts?.seesImages !== false }, running, act),
			hasEffects,
			messageCharacters: agent.definition.limits.messageCharacters,
			answer,
			maxAttempts: rules.maxAttempts,
			lastWords,
			onGivenUp,
			onFailed,
		};
		return answerTurn(asked, turn, holder, admitted.signal);
	});
}

/** Unsent words are not remembered: they would pass for an answer to the customer. */
const withoutSilence = (memory: AgentMemory): AgentMemory => ({
	recall: (conversation, about, signal) => memory.recall(conversation, about, signal),
	remember: async (conversation, turn) => (saysNothing(turn.reply) ? undefined : memory.remember(conversation, turn)),
});
