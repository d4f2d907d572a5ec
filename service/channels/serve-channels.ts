import { isTroupeError } from '../../core/base/errors';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { defaultTenant } from '../../core/base/tenant';
import { withOrigin } from '../../core/base/work-origin';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { type ChannelWorker, startChannelWorker } from '../../core/channels/channel-worker';
import type { AwaitedAnswer, FindAnswer } from '../../core/channels/end-awaited';
import type { GivenUp } from '../../core/channels/failed-work';
import { TurnFiles } from '../../core/channels/media/turn-files';
import { rememberSession } from '../../core/channels/remember-session';
import { isAwayHere } from '../../core/channels/retry-or-give-up';
import { findOriginAgent } from '../../core/conversations/choose-origin';
import { nameTurnRun } from '../../core/conversations/mailbox/name-turn-run';
import { findFacts } from '../../core/conversations/find-facts';
import type { OpenChannel } from '../../core/ports/channels/channel-records';
import type { AwaitedRun, Turn } from '../../core/ports/channels/mailbox';
import type { EndedSession } from '../../core/ports/channels/sessions';
import { systemClock } from '../../core/ports/host';
import { byOperator } from '../../core/ports/runs/run-records';
import { nameAsker } from '../../core/ports/knowledge/readers';
import type { TakenContent } from '../../core/ports/work';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { judgeAgents } from '../../engine-adapter/workers/listed-agents';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import { composeAudioWork } from '../../providers/compose/channels/audio-work';
import { openEvents } from '../../providers/compose/events/events';
import { findClosedDeals } from '../../providers/compose/channels/closed-deals';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { tellApplied } from '../../providers/compose/channels/tell-applied';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openTracing } from '../../providers/compose/tracing/open-tracing';
import type { Host } from '../../providers/compose/hosts/host';
import { openMessageReader } from '../../providers/documents/open-document-reader';
import { readTenantPeople } from '../../providers/compose/state/host-tenants';
import { signAsker } from '../../providers/compose/knowledge/signed-asker';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import { describeFault, faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { agentLog } from '../log/log-agents';
import type { AgentLog } from '../log/log-agents';
import { answerByAgent } from './answer-by-agent';
import { AwayAgents } from './away-agents';
import { composeChannelAgent, readChannelAgent } from './compose-channel-agent';
import { findLacks } from './lacks/find-lacks';
import { nameReaders } from './lacks/process-lacks';
import { findAgentFault } from './find-agent-fault';
import type { MessageEngine } from './message-engine';
import { type PublishParts, publishTurn } from './publish-turn';
import { publishReturned } from './publish-returned';
import { publishUnanswered } from './publish-unanswered';
import { repeat } from '../repeat';
import { requestMs } from '../with-timeout';
import { cancelledEveryMs, giveUpCancelled } from './give-up-cancelled';
import { toAnswer } from './to-answer';
import { lookEveryMs, watchAgents } from './watch-agents';

/** The process that ended a run tells the customer within this time, or never. */
const tellMs = 60_000;
/** Max absence of an agent that a run needs to continue. */
const maxAwayMs = 24 * 3_600_000;

/** Finds the end of a channel's waiting run that was not handed over. The agent that began it ends one whose process ended on its way. */
const findRunAnswer =
	(parts: ChannelParts, host: Host & { stateFolder: string }, logAgent: AgentLog): FindAnswer =>
	async (awaited, signal): Promise<AwaitedAnswer> => {
		const { tenant, channel } = awaited.conversation;
		const own = { ...host, name: 'channel', tenant };
		const record = await (await openRuns(own, host.stateFolder)).findRecord(nameTurnRun(awaited.turn));
		const now = host.clock?.now() ?? Date.now();
		const known = readEnd(record, now);
		if (known) return known;
		const open = await parts.directory.find(tenant, channel);
		if (!record?.agent || !open) return { kind: 'lost', why: 'ended' };
		const of = { ...awaited, agent: record.agent.id };
		try {
			const outcome = await withOrigin({ channel }, () => goOn(parts, open, own, of, logAgent, signal));
			return 'state' in outcome ? { kind: 'waits' } : { kind: 'answer', ...toAnswer(outcome) };
		} catch (cause) {
			if (signal.aborted || !isTroupeError(cause)) throw cause;
			if (cause.retryable || (isAwayHere(cause) && now - record.lastUsed < maxAwayMs)) throw cause;
			return { kind: 'lost', why: 'ended', code: cause.code };
		}
	};

/** Undefined for a run that can continue. A completed run's acts are not repeated. */
function readEnd(record: RecordedRun | undefined, now: number): AwaitedAnswer | undefined {
	if (record?.state === 'waiting' || record?.state === 'running') return { kind: 'waits' };
	if (record?.reason === byOperator) return { kind: 'lost', why: 'cancelled' };
	// A run stopped in the middle has a code.
	if (record?.state === 'cancelled' && record.errorCode === null)
		return { kind: 'lost', why: record.reason === 'expired' ? 'undecided' : 'cancelled' };
	if (record?.state !== 'completed') return undefined;
	return now - (record.endedAt ?? 0) < tellMs ? { kind: 'waits' } : { kind: 'lost', why: 'ended' };
}

function goOn(
	parts: ChannelParts,
	open: OpenChannel,
	host: Host,
	{ turn, conversation, agent: named }: AwaitedRun & { agent: string },
	logAgent: AgentLog,
	stop: AbortSignal,
): Promise<AgentOutcome> {
	const { tenant, channel, id, contact, session } = conversation;
	return whileAdmitted(host.gate, stop, async ({ gate, signal }) => {
		await gate.admit({ kind: 'command', name: 'serve' });
		const [agent, { runAgent }] = await Promise.all([
			composeChannelAgent(open, host, parts, gate, { turn, conversation, agent: named }),
			import('../../core/agents/run-agent'),
		]);
		const request = {
			runId: nameTurnRun(turn),
			conversationId: session,
			person: contact,
			facts: findFacts(conversation),
			message: '…',
			asker: nameAsker({ person: contact }),
		};
		return runAgent(request, { ...agent, onEvent: (event) => logAgent(event, { tenant, channel, conversation: id }) }, signal);
	});
}

export interface ServedChannels {
	parts: ChannelParts;
	worker: ChannelWorker;
}

const reset = ({ conversation }: { conversation: string }) => ({ conversation, fix: 'troupe conversation mode CONVERSATION --on' });

export async function serveChannels(
	host: Host & { stateFolder: string },
	engine: MessageEngine | undefined,
	log: Log,
	metrics: WorkerMetrics,
	turns?: number,
): Promise<ServedChannels> {
	const opened = await openChannels(host);
	const { channels: counts } = metrics;
	const parts = { ...opened, mailbox: counts.countOn(opened.mailbox), tracing: await openTracing(host) };
	const onGivenUp = (given: GivenUp) => {
		counts.countGivenUp(given);
		log('error', `${given.what} of a channel given up`, { ...given });
	};
	const reportFault = faultLog(log, 'channel work failed');
	const tell = tellApplied(host);
	const clock = host.clock ?? systemClock;
	const away = new AwayAgents(
		() => clock.now(),
		({ tenant, name }, fault) =>
			log('warn', 'agent cannot run in this process: its turns wait, or other processes take them', {
				tenant,
				channel: name,
				...describeFault(fault),
			}),
	);
	const onLost = ({ id, conversation: { tenant, channel, id: conversation } }: Turn) => {
		counts.of({ tenant, channel }).ends.lost += 1;
		log('warn', 'answer of a turn dropped: its lease ended before the answer was stored, and another process answers it', {
			tenant,
			channel,
			conversation,
			turn: id,
		});
	};
	const reader = openMessageReader(host);
	const files = new TurnFiles(reader);
	const ask = answerByAgent(parts, host, agentLog(log), { files, onGivenUp, onLost, away });
	const worker = startChannelWorker(parts, {
		clock,
		...(turns !== undefined && { concurrency: turns }),
		canAnswer: (channel) => (channel.agent !== null || (channel.message !== null && engine !== undefined)) && !away.has(channel),
		answer: (turn, holder, signal) =>
			counts.measure(turn, async () => {
				const { tenant, channel } = turn.conversation;
				const message = (await parts.channels.find(tenant, channel))?.message ?? null;
				if (message === null) return ask(turn, holder, signal);
				const sign: PublishParts['signAsker'] = (names, session, of) =>
					signAsker({ ...host, tenant: of }, names, { conversation: session });
				const publish = {
					mailbox: parts.mailbox,
					directory: parts.directory,
					files,
					engine,
					ownTenant: host.tenant ?? defaultTenant,
					signAsker: sign,
					onGivenUp,
					onFailed: (cause: unknown) => away.note({ tenant, name: channel }, cause),
				};
				return publishTurn(publish, turn, message, holder, signal);
			}),
		hasClosedDeal: findClosedDeals(host),
		findAnswer: findRunAnswer(parts, host, agentLog(log)),
		remember: rememberByAgent(parts, host, away),
		audio: composeAudioWork(host),
		readPeople: (tenant) => readTenantPeople({ ...host, tenant }),
		onGivenUp,
		onEscalated: async (handOver, message) => {
			const { tenant, channel, id } = handOver;
			log('warn', 'hand-over without an answer', { tenant, channel, handOver: id });
			if (engine !== undefined && message !== null) await publishUnanswered(engine, handOver, message, host.tenant ?? defaultTenant);
		},
		onFault: (what, fault) => reportFault(fault, { what }),
		onApplied: async (event, applied, { tenant, channel }) => {
			if (applied.kind === 'message') counts.of({ tenant, channel }).received += 1;
			if (applied.kind === 'message' && applied.floods)
				log('warn', 'contact writes too often', { tenant, channel, conversation: applied.conversation });
			await tell(event, applied, { tenant, channel });
			if (engine !== undefined)
				await publishReturned({ ...parts, engine, ownTenant: host.tenant ?? defaultTenant }, tenant, applied).catch((fault: unknown) =>
					reportFault(fault, { what: 'telling a process that a conversation is back', tenant, channel }),
				);
			if (event.kind === 'connection' && event.state === 'disconnected') log('warn', 'channel disconnected', { tenant, channel });
			if (applied.kind === 'breaker') log('error', 'conversation stopped: it changes too often', { tenant, channel, ...reset(applied) });
			if (applied.kind === 'command' && !applied.isAllowed)
				log('warn', 'command of somebody who is not an operator', { tenant, channel, conversation: applied.conversation });
		},
	});
	const onFault = (fault: unknown) => reportFault(fault, { what: 'agents of channels' });
	const look = watchAgents({
		parts,
		clock,
		onFault,
		findFault: (channel) => findAgentFault(channel, host, parts, engine),
		findLacks: (channel, { asks, signal }) => {
			const place = { host, tenant: channel.tenant, asks, signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]) };
			return findLacks(channel, place, { parts, ...(engine && { engine }) });
		},
		nameDeployed: ({ message, tenant }) => nameReaders(message ?? '', engine, tenant, host.tenant),
	});
	const cancelled = {
		mailbox: parts.mailbox,
		clock,
		ownTenant: host.tenant ?? defaultTenant,
		onGivenUp,
		openEvents: () => openEvents(host),
	};
	const givingUp =
		engine &&
		repeat(giveUpCancelled({ engine, ...cancelled }), cancelledEveryMs, (fault) => reportFault(fault, { what: 'cancelled instances' }));
	const looking = turns === 0 ? undefined : repeat(look, lookEveryMs, onFault);
	const close = async (graceMs: number) => {
		await Promise.all([looking?.stop(), givingUp?.stop(), worker.close(graceMs)]);
		await reader.close();
	};
	return { parts, worker: { close } };
}

function rememberByAgent(parts: ChannelParts, host: Host, away: AwayAgents) {
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
