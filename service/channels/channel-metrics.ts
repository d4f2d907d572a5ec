import type { ChannelCounts, ChannelMetrics } from '../../core/channels/channel-metrics';
import type { ChannelBacklog, ChannelRecord, ChannelRecords } from '../../core/ports/channels/channel-records';
import { type ChannelPartState, type ChannelStates, goodStates } from '../../core/ports/channels/channel-states';
import type { ReportFault } from '../log/fault-log';
import { type Metric, metricOf } from '../../core/base/metrics/metrics';

/** Bounds the series; other channels are left out. */
const maxChannels = 1_000;

const ends = { done: 'answered', failed: 'repeated', dead: 'given-up', lost: 'lost' } as const;
const backlogs: Array<ChannelBacklog['what']> = ['receipt', 'given-up receipt', 'turn', 'given-up turn', 'message', 'conversation'];

/**
 * Returns this process's work and all waiting work of the channels; nothing while the state is unreadable, because zero would mean that nothing
 * waits.
 */
export async function channelMetrics(
	{ channels: records, states }: { channels: Pick<ChannelRecords, 'list' | 'readBacklog'>; states: Pick<ChannelStates, 'list'> },
	metrics: ChannelMetrics,
	reportFault: ReportFault,
): Promise<Metric[]> {
	try {
		const channels = (await records.list()).slice(0, maxChannels);
		if (channels.length === 0) return [];
		const counts = channels.map(({ tenant, name }) => metrics.of({ tenant, channel: name }));
		const names = new Set(counts.map(keyOf));
		const found = (await states.list()).filter((one) => names.has(keyOf(one)));
		return [...processCounts(counts), ...backlogMetrics(channels, await records.readBacklog()), partsMetric(found)];
	} catch (fault) {
		reportFault(fault, {});
		return [];
	}
}

const keyOf = ({ tenant, channel }: Pick<ChannelCounts, 'tenant' | 'channel'>) => JSON.stringify([tenant, channel]);

const partsMetric = (found: ChannelPartState[]): Metric =>
	metricOf(
		'troupe_channel_part_works',
		found.map((one) => ({ labels: { ...labelsOf(one), part: one.part }, value: goodStates.includes(one.state) ? 1 : 0 })),
	);

const labelsOf = ({ tenant, channel }: Pick<ChannelCounts, 'tenant' | 'channel'>) => ({ tenant, channel });

function processCounts(counts: ChannelCounts[]): Metric[] {
	const by = (
		name: 'troupe_channel_messages_received_total' | 'troupe_channel_requests_refused_total' | 'troupe_channel_turns_running',
		read: (one: ChannelCounts) => number,
	) =>
		metricOf(
			name,
			counts.map((one) => ({ labels: labelsOf(one), value: read(one) })),
		);
	return [
		by('troupe_channel_messages_received_total', ({ received }) => received),
		by('troupe_channel_requests_refused_total', ({ refused }) => refused),
		by('troupe_channel_turns_running', ({ running }) => running),
		metricOf(
			'troupe_channel_turns_total',
			counts.flatMap((one) =>
				(['done', 'failed', 'dead', 'lost'] as const).map((kind) => ({
					labels: { ...labelsOf(one), outcome: ends[kind] },
					value: one.ends[kind],
				})),
			),
		),
		metricOf(
			'troupe_channel_turn_duration_seconds',
			counts.map((one) => ({ labels: labelsOf(one), value: one.durations })),
		),
		metricOf(
			'troupe_channel_given_up_total',
			counts.flatMap((one) =>
				(['receipt', 'turn', 'message', 'audio', 'desk write', 'follow-up'] as const).flatMap((what) => {
					const value = one.givenUp[what];
					return value === undefined ? [] : [{ labels: { ...labelsOf(one), what }, value }];
				}),
			),
		),
	];
}

function backlogMetrics(channels: ChannelRecord[], backlog: ChannelBacklog[]): Metric[] {
	const found = new Map(backlog.map((one) => [JSON.stringify([one.tenant, one.channel, one.what]), one]));
	const gauge = (name: 'troupe_channel_waiting' | 'troupe_channel_oldest_waiting_seconds', read: (one: ChannelBacklog) => number) =>
		metricOf(
			name,
			channels.flatMap(({ tenant, name: channel }) =>
				backlogs.map((what) => {
					const one = found.get(JSON.stringify([tenant, channel, what]));
					return { labels: { tenant, channel, what }, value: one === undefined ? 0 : read(one) };
				}),
			),
		);
	return [
		gauge('troupe_channel_waiting', ({ count }) => count),
		gauge('troupe_channel_oldest_waiting_seconds', ({ oldestMs }) => oldestMs / 1000),
	];
}
