import type { ChannelCounts, ChannelMetrics } from '../../core/channels/channel-metrics';
import type { ChannelBacklog, ChannelRecord, ChannelRecords } from '../../core/ports/channels/channel-records';
import type { ReportFault } from '../log/fault-log';
import type { Metric } from '../metrics-route';

/** Bounds the series: those of the others are left out. */
const maxChannels = 1_000;

const ends = { done: 'answered', failed: 'repeated', dead: 'given-up', lost: 'lost' } as const;
const backlogs: Array<ChannelBacklog['what']> = ['receipt', 'given-up receipt', 'turn', 'given-up turn', 'message'];

/**
 * Returns what this process did for the existing channels, and what waits at them on all machines; nothing while the state cannot be read, because a
 * zero would say that nothing waits.
 */
export async function channelMetrics(
	records: Pick<ChannelRecords, 'list' | 'readBacklog'>,
	metrics: ChannelMetrics,
	reportFault: ReportFault,
): Promise<Metric[]> {
	try {
		const channels = (await records.list()).slice(0, maxChannels);
		if (channels.length === 0) return [];
		const counts = channels.map(({ tenant, name }) => metrics.of({ tenant, channel: name }));
		return [...processCounts(counts), ...backlogMetrics(channels, await records.readBacklog())];
	} catch (fault) {
		reportFault(fault, {});
		return [];
	}
}

const labelsOf = ({ tenant, channel }: Pick<ChannelCounts, 'tenant' | 'channel'>) => ({ tenant, channel });

function processCounts(counts: ChannelCounts[]): Metric[] {
	return [
		{
			name: 'troupe_channel_messages_received_total',
			type: 'counter',
			help: 'Messages of customers that this process received.',
			samples: counts.map((one) => ({ labels: labelsOf(one), value: one.received })),
		},
		{
			name: 'troupe_channel_requests_refused_total',
			type: 'counter',
			help: 'Requests that this process refused with 503, because too many wait to be stored or processed.',
			samples: counts.map((one) => ({ labels: labelsOf(one), value: one.refused })),
		},
		{
			name: 'troupe_channel_turns_running',
			type: 'gauge',
			help: 'Turns that this process answers now.',
			samples: counts.map((one) => ({ labels: labelsOf(one), value: one.running })),
		},
		{
			name: 'troupe_channel_turns_total',
			type: 'counter',
			help: 'Attempts at turns: answered, to be repeated, given up, or lost to another process.',
			samples: counts.flatMap((one) =>
				(['done', 'failed', 'dead', 'lost'] as const).map((kind) => ({
					labels: { ...labelsOf(one), outcome: ends[kind] },
					value: one.ends[kind],
				})),
			),
		},
		{
			name: 'troupe_channel_turn_duration_seconds',
			type: 'histogram',
			help: 'Time from the beginning of a turn to its answer.',
			samples: counts.map((one) => ({ labels: labelsOf(one), value: one.durations })),
		},
		{
			name: 'troupe_channel_given_up_total',
			type: 'counter',
			help: 'Work that this process gave up.',
			samples: counts.flatMap((one) => Object.entries(one.givenUp).map(([what, value]) => ({ labels: { ...labelsOf(one), what }, value }))),
		},
	];
}

function backlogMetrics(channels: ChannelRecord[], backlog: ChannelBacklog[]): Metric[] {
	const found = new Map(backlog.map((one) => [JSON.stringify([one.tenant, one.channel, one.what]), one]));
	const gauge = (name: string, help: string, read: (one: ChannelBacklog) => number): Metric => ({
		...{ name, help, type: 'gauge' },
		samples: channels.flatMap(({ tenant, name: channel }) =>
			backlogs.map((what) => {
				const one = found.get(JSON.stringify([tenant, channel, what]));
				return { labels: { tenant, channel, what }, value: one === undefined ? 0 : read(one) };
			}),
		),
	});
	return [
		gauge(
			'troupe_channel_waiting',
			'Receipts, turns and messages that wait, and receipts and turns that were given up, on all machines.',
			({ count }) => count,
		),
		gauge('troupe_channel_oldest_waiting_seconds', 'How long the oldest of them has been waiting.', ({ oldestMs }) => oldestMs / 1000),
	];
}
