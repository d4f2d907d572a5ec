import { defaultTenant } from '../../core/base/tenant';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { type ChannelWorker, startChannelWorker } from '../../core/channels/channel-worker';
import type { GivenUp } from '../../core/channels/failed-work';
import { TurnFiles } from '../../core/channels/media/turn-files';
import type { Turn } from '../../core/ports/channels/mailbox';
import { systemClock } from '../../core/ports/host';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { composeAudioWork } from '../../providers/compose/channels/audio-work';
import { openEvents } from '../../providers/compose/events/events';
import { findClosedDeals } from '../../providers/compose/channels/closed-deals';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { tellApplied } from '../../providers/compose/channels/tell-applied';
import { openTracing } from '../../providers/compose/tracing/open-tracing';
import type { Host } from '../../providers/compose/hosts/host';
import { openMessageReader } from '../../providers/documents/open-document-reader';
import { readTenantPeople } from '../../providers/compose/state/host-tenants';
import { signAsker } from '../../providers/compose/knowledge/signed-asker';
import { describeFault, faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { agentLog } from '../log/log-agents';
import { answerByAgent } from './answer-by-agent';
import { AwayAgents } from './away-agents';
import { findRunAnswer } from './find-run-answer';
import { findLacks } from './lacks/find-lacks';
import { nameReaders } from './lacks/process-lacks';
import { findAgentFault } from './find-agent-fault';
import type { MessageEngine } from './message-engine';
import { type PublishParts, publishTurn } from './publish-turn';
import { publishReturned } from './publish-returned';
import { publishUnanswered } from './publish-unanswered';
import { rememberByAgent } from './remember-by-agent';
import { repeat } from '../repeat';
import { requestMs } from '../with-timeout';
import { cancelledEveryMs, giveUpCancelled } from './give-up-cancelled';
import { lookEveryMs, watchAgents } from './watch-agents';

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
				...{ tenant, channel: name },
				...describeFault(fault),
			}),
	);
	const onLost = ({ id, conversation: { tenant, channel, id: conversation } }: Turn) => {
		counts.of({ tenant, channel }).ends.lost += 1;
		log('warn', 'answer of a turn dropped: its lease ended before the answer was stored, and another process answers it', {
			...{ tenant, channel, conversation, turn: id },
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
		...{ parts, clock, onFault },
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
