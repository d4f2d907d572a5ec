import { isTroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { type ChannelParts, type ChannelWorker, startChannelWorker } from '../../../core/channels/channel-worker';
import type { GivenUp } from '../../../core/channels/given-up';
import { systemClock } from '../../../core/ports';
import type { WorkerMetrics } from '../../../engine-adapter/worker-metrics';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import type { Host } from '../../../providers/compose/host';
import type { Log } from '../log/log';
import { agentLog } from '../log/log-agents';
import { answerByAgent } from './answer-by-agent';
import { tellApplied, tellHandOvers } from './publish-channel-events';
import { type MessageEngine, publishTurn } from './publish-turn';

export interface ServedChannels {
	parts: ChannelParts;
	worker: ChannelWorker;
}

/** Opens the channels and begins to work on them. */
export async function serveChannels(
	host: Host & { stateFolder: string },
	engine: MessageEngine | undefined,
	log: Log,
	metrics: WorkerMetrics,
): Promise<ServedChannels> {
	const parts = await openChannels(host);
	const onGivenUp = (given: GivenUp) => log('error', `${given.what} of a channel given up`, { ...given });
	const tell = tellApplied(host);
	const ask = tellHandOvers(host, parts.mailbox, answerByAgent(parts, host, agentLog(log, metrics), onGivenUp));
	const worker = startChannelWorker(parts, {
		clock: host.clock ?? systemClock,
		canAnswer: ({ agent, message }) => agent !== null || (message !== null && engine !== undefined),
		async answer(turn, holder, signal) {
			const { tenant, channel } = turn.conversation;
			const message = (await parts.channels.find(tenant, channel))?.message ?? null;
			if (message === null || engine === undefined) return ask(turn, holder, signal);
			return publishTurn({ mailbox: parts.mailbox, engine, ownTenant: host.tenant ?? defaultTenant, onGivenUp }, turn, message, holder);
		},
		onGivenUp,
		onFault: (what, fault) => {
			const known = isTroupeError(fault) ? { code: fault.code, message: fault.message, fix: fault.fix } : { code: 'INTERNAL' };
			log('error', 'channel work failed', { what, ...known });
		},
		onApplied: async (event, applied, { tenant, channel }) => {
			await tell(event, applied, { tenant, channel });
			const isNotable = applied.kind === 'breaker' || (event.kind === 'connection' && event.state === 'disconnected');
			if (isNotable)
				log('warn', applied.kind === 'breaker' ? 'conversation changes too often' : 'channel disconnected', { tenant, channel });
		},
	});
	return { parts, worker };
}
