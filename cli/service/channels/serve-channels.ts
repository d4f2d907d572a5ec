import { isTroupeError } from '../../../core/base/errors';
import { type ChannelParts, type ChannelWorker, startChannelWorker } from '../../../core/channels/channel-worker';
import type { GivenUp } from '../../../core/channels/given-up';
import { systemClock } from '../../../core/ports';
import type { WorkerMetrics } from '../../../engine-adapter/worker-metrics';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import type { Host } from '../../../providers/compose/host';
import type { Log } from '../log/log';
import { agentLog } from '../log/log-agents';
import { answerByAgent } from './answer-by-agent';

export interface ServedChannels {
	parts: ChannelParts;
	worker: ChannelWorker;
}

/** Opens the channels and begins to work on them. */
export async function serveChannels(host: Host & { stateFolder: string }, log: Log, metrics: WorkerMetrics): Promise<ServedChannels> {
	const parts = await openChannels(host);
	const onGivenUp = (given: GivenUp) => log('error', `${given.what} of a channel given up`, { ...given });
	const worker = startChannelWorker(parts, {
		clock: host.clock ?? systemClock,
		answer: answerByAgent(parts, host, agentLog(log, metrics), onGivenUp),
		onGivenUp,
		onFault: (what, fault) => {
			const known = isTroupeError(fault) ? { code: fault.code, message: fault.message, fix: fault.fix } : { code: 'INTERNAL' };
			log('error', 'channel work failed', { what, ...known });
		},
		onApplied: async (event, applied, { tenant, channel }) => {
			const isNotable = applied.kind === 'breaker' || (event.kind === 'connection' && event.state === 'disconnected');
			if (isNotable)
				log('warn', applied.kind === 'breaker' ? 'conversation changes too often' : 'channel disconnected', { tenant, channel });
		},
	});
	return { parts, worker };
}
