import { bounds, metricsOf } from '../definition';

const { counter, gauge, histogram } = metricsOf('serve');
const byChannel = { tenant: bounds.tenant, channel: bounds.channel } as const;
const waiting = { ...byChannel, what: ['receipt', 'given-up receipt', 'turn', 'given-up turn', 'message', 'conversation'] } as const;

/** Channels: this process's work, and waiting items on all machines. */
export const channelMetrics = {
	troupe_channel_messages_received_total: counter('Messages of customers that this process received.', byChannel),
	troupe_channel_requests_refused_total: counter(
		'Requests that this process refused with 503, because too many wait to be stored or processed.',
		byChannel,
	),
	troupe_channel_turns_running: gauge('Turns that this process answers now.', byChannel),
	troupe_channel_turns_total: counter('Attempts at turns: answered, to be repeated, given up, or lost to another process.', {
		...byChannel,
		outcome: ['answered', 'repeated', 'given-up', 'lost'],
	}),
	troupe_channel_turn_duration_seconds: histogram('Time from the beginning of a turn to its answer.', byChannel),
	troupe_channel_given_up_total: counter('Work that this process gave up.', {
		...byChannel,
		what: ['receipt', 'turn', 'message', 'audio', 'desk write', 'follow-up'],
	}),
	troupe_channel_waiting: gauge(
		'Receipts, turns and messages that wait, receipts and turns that were given up, and customers who wait for too long, on all machines.',
		waiting,
	),
	troupe_channel_part_works: gauge(
		'1: the account is connected, the agent can answer, or all is there that answers need, as was found last; 0: not.',
		{
			...byChannel,
			part: ['account', 'agent', 'needs'],
		},
	),
	troupe_channel_oldest_waiting_seconds: gauge('Age of the oldest that waits.', waiting),
} as const;
