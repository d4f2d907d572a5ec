import type { AgentEvent } from '../../core/agents/agent-event';
import { listSources } from '../../core/knowledge/list-sources';
import { withOrigin } from '../../core/base/work-origin';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { answerTurn, endFailed, handOverKey, type TurnAnswer, type TurnParts, type TurnRequest } from '../../core/channels/answer-turn';
import type { TurnFiles } from '../../core/channels/media/turn-files';
import { nameTurnRun } from '../../core/channels/name-turn-run';
import { isAwayHere } from '../../core/channels/retry-or-give-up';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { handOver, type HandOverRequest } from '../../core/channels/hand-over';
import { createHandOverTool } from '../../core/channels/hand-over-tool';
import type { OnGivenUp } from '../../core/channels/failed-work';
import { askForText } from '../../core/conversations/mailbox/ask-for-text';
import type { OpenChannel } from '../../core/ports/channels/channel-records';
import type { Turn, TurnOrder } from '../../core/ports/channels/mailbox';
import type { NewSend } from '../../core/ports/channels/outbox';
import { judgeAgents } from '../../engine-adapter/workers/listed-agents';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import type { AgentLog } from '../log/log-agents';
import type { AwayAgents } from './away-agents';
import type { NamedAgent } from '../../providers/compose/agents/agent-reference';

/** Answers turns by the agent of their channel, under the gate, with the state of the channel's tenant. */
export function answerByAgent(parts: ChannelParts, host: Host, logAgent: AgentLog, { files, onGivenUp, onLost, away }: AnswerOptions) {
	return async (turn: Turn, holder: string, signal: AbortSignal): Promise<void> => {
		const { tenant, channel: name, id: conversation } = turn.conversation;
		let lastWords: NewSend[] = [];
		const onFailed = (cause: unknown) => away.note({ tenant, name }, cause);
		try {
			const open = await parts.directory.find(tenant, name);
			if (!open?.record.agent)
				return await parts.mailbox.end(turn, holder, { kind: 'dead', reason: `The channel "${name}" has no agent.` });
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
			if (signal.aborted) return; // the lease ends, and another process goes on
			onFailed(cause);
			const end = await endFailed({ ...parts, maxAttempts: maxBroken, lastWords, onGivenUp }, turn, holder, cause);
			if (end.kind !== 'dead' && !isAwayHere(cause)) throw cause;
		}
	};
}

interface AnswerOptions {
	files: TurnFiles;
	onGivenUp: OnGivenUp;
	/** Hears of a turn whose answer was dropped, because another process has it. */
	onLost: (turn: Turn) => void;
	away: AwayAgents;
}

/** Attempts at a turn whose agent cannot even be loaded. */
const maxBroken = 5;

/** Summaries of earlier sessions that an agent knows where the channel remembers them. */
const minMemories = 5;

/** @param agent an id or `id@range` */
export function readChannelAgent(agent: string): NamedAgent {
	const [id, range] = agent.split('@') as [string, string | undefined];
	return { kind: 'id', id, ...(range !== undefined && { range }) };
}

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

async function answerWith(
	{ record, channel, rules }: OpenChannel,
	host: Host,
	answering: Answering,
	signal: AbortSignal,
): Promise<TurnOrder> {
	const { parts, files, turn, holder, onEvent, lastWords, onGivenUp, onFailed } = answering;
	const [{ composeAgent }, { runAgent }] = await Promise.all([
		import('../../providers/compose/agents/agent'),
		import('../../core/agents/run-agent'),
	]);
	const { tenant, id: conversation } = turn.conversation;
	const handOverTool = createHandOverTool(parts.handOvers, { tenant, conversation, key: handOverKey(turn) });
	const tools = record.handOver === undefined ? host.tools : [...(host.tools ?? []), handOverTool];
	return whileAdmitted(host.gate, signal, async (admitted) => {
		await admitted.gate.admit({ kind: 'command', name: 'serve' });
		const gate = judgeAgents(admitted.gate, host);
		const own: Host = { ...host, gate, ...(tools && { tools }), ...(rules.remember && { minMemories }) };
		const agent = await composeAgent(readChannelAgent(record.agent!), own, { runId: nameTurnRun(turn.id), conversationId: conversation });
		const answer = async (request: TurnRequest, running: AbortSignal) => toAnswer(await runAgent(request, { ...agent, onEvent }, running));
		// A tool could change something; without tools, nothing is seen before the reply.
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

/** A run that waits for a person, and one that nothing covers, go to a person together with the conversation. */
function toAnswer(outcome: AgentOutcome): TurnAnswer {
	const reply = outcome.reply + listSources(outcome.citations);
	return outcome.kind === 'needs-human' ? { reply, handOver: `the agent needs a person: ${outcome.reason}` } : { reply };
}
