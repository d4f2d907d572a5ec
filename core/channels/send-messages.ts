import { isTroupeError } from '../base/errors';
import { measurements } from '../base/metrics/measurements';
import { planRetry } from '../base/async/retry-policy';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { ChannelStates } from '../ports/channels/channel-states';
import type { Channel, ChannelAbilities } from '../ports/channels/channel';
import type { MailboxRules } from '../ports/channels/mailbox-rules';
import type { AttemptOutcome, Outbox, Send, SendTiming } from '../ports/channels/outbox';
import type { SendOutcome } from '../ports/channels/send-outcome';
import type { Clock } from '../ports/host';
import type { WorkKind } from '../work/attempt-work';
import type { OnGivenUp } from './failed-work';
import { describeClosed, findReplyWindow } from './reply-window';
import { type AskedAccounts, sendUnlessDown, toMessage } from './send-unless-down';

interface SendParts {
	outbox: Pick<Outbox, 'queue' | 'isUnwanted' | 'note'>;
	states: Pick<ChannelStates, 'note'>;
	directory: ChannelDirectory;
	clock: Clock;
	onGivenUp?: OnGivenUp;
}

/** Longer than a provider may take, so that nobody looks up a message that is still being sent. */
const leaseMs = 90_000;
const timeoutMs = 45_000;
/** Enough for a provider that is down for eight minutes. */
const retry = { maxAttempts: 10, firstMs: 1_000, maxMs: 300_000, maxAskedMs: Infinity };
/** Interval of checks of an account that is down. */
const awayMs = 60_000;
/** Max delay of the echo of an unknown message, if the provider has no lookup. */
const echoMs = 20_000;
const maxLookUps = 5;

export const sendMessages = (parts: SendParts, accounts: AskedAccounts = new Map()): Omit<WorkKind<Send>, 'onFault'> => ({
	queue: parts.outbox.queue,
	concurrency: 32,
	leaseMs,
	leavesWhenLate: true,
	retry: { firstMs: retry.firstMs, maxMs: retry.maxMs },
	async perform(send, work, signal) {
		const { outcome, ...timing } = await handleOne({ ...parts, accounts }, send, signal);
		const unsent = await parts.outbox.note(work, outcome, timing);
		// The template sent instead did not arrive.
		const ended = unsent && outcome.kind === 'held' ? refuse('WINDOW_CLOSED', unsent.reason) : outcome;
		reportEnd(parts, send, ended, timing);
		return outcome.kind !== 'unknown';
	},
	async endLost(send, work, reason) {
		const outcome: SendOutcome = send.state === 'unknown' ? { kind: 'unknown', reason } : { kind: 'refused', retryable: false, reason };
		await parts.outbox.note(work, outcome, {});
		reportEnd(parts, send, outcome, {});
	},
});

function reportEnd(
	{ onGivenUp }: SendParts,
	{ tenant, channel, id }: Send,
	outcome: Handled['outcome'],
	{ retryAfterMs }: SendTiming,
): void {
	if (outcome.kind === 'held') return;
	const isRepeated = retryAfterMs !== undefined || outcome.kind === 'not-sent';
	measurements.count('troupe_channel_messages_sent_total', { tenant, channel, outcome: isRepeated ? 'repeated' : outcome.kind });
	if (retryAfterMs !== undefined || outcome.kind === 'sent' || outcome.kind === 'not-sent') return;
	onGivenUp?.({ what: 'message', tenant, channel, id, reason: outcome.reason });
}

type Handled = SendTiming & { outcome: AttemptOutcome };

async function handleOne(parts: SendParts & { accounts: AskedAccounts }, send: Send, signal: AbortSignal): Promise<Handled> {
	const { directory, clock } = parts;
	try {
		const open = await directory.find(send.tenant, send.channel);
		if (open === undefined) return { outcome: refuse('CHANNEL_NOT_FOUND', `The channel "${send.channel}" was removed.`) };
		const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
		const { channel, rules } = open;
		if (send.state === 'unknown' && !(channel.abilities.takesOnce && !(await parts.outbox.isUnwanted(send))))
			return await lookUp(channel, send, within);
		const obstacle = findObstacle(channel, send, rules, clock.now());
		if (obstacle !== undefined) return { outcome: obstacle };
		const { outcome, isAway } = await sendUnlessDown(parts, open, send, within);
		if (isAway) return { outcome, isAway, retryAfterMs: awayMs };
		return { ...schedule(outcome, send.attempts, channel.abilities), paceMs: channel.abilities.paceMs };
	} catch (cause) {
		const [code, reason] = isTroupeError(cause) ? [cause.code, cause.message] : ['INTERNAL', 'The message could not be sent.'];
		// The channel did not begin to send: later events come as an outcome.
		const isRetryable = !isTroupeError(cause) || cause.retryable;
		return schedule({ kind: 'refused', retryable: isRetryable, code, reason }, send.attempts);
	}
}

const refuse = (code: string, reason: string): SendOutcome => ({ kind: 'refused', retryable: false, code, reason });

function findObstacle(
	{ abilities }: Channel,
	{ content, lastContactAt }: Send,
	rules: Pick<MailboxRules, 'template'>,
	now: number,
): AttemptOutcome | undefined {
	if (!abilities.sends.has(content.kind))
		return refuse('INPUT_INVALID', `The channel cannot send a message of the kind "${content.kind}".`);
	if (content.kind === 'template') return undefined;
	const window = findReplyWindow(abilities, rules, lastContactAt, now);
	if (window.kind === 'template') return { kind: 'held', template: window.template };
	return window.kind === 'open' ? undefined : refuse('WINDOW_CLOSED', describeClosed(window.hours));
}

function schedule(outcome: SendOutcome, attempts: number, { takesOnce }: Pick<ChannelAbilities, 'takesOnce'> = {}): Handled {
	if (outcome.kind === 'sent' || (outcome.kind === 'refused' && !outcome.retryable)) return { outcome };
	if (outcome.kind === 'unknown' && !takesOnce) return { outcome, retryAfterMs: echoMs };
	const askedMs = outcome.kind === 'refused' ? outcome.retryAfterMs : undefined;
	return { outcome, retryAfterMs: planRetry(retry, { attempts, retryAfterMs: askedMs }) };
}

/** Looks a message up at its provider. Sends again only if the provider says that it does not have it. */
async function lookUp(channel: Channel, send: Send, signal: AbortSignal): Promise<Handled> {
	const again = send.attempts < maxLookUps ? { retryAfterMs: echoMs } : {};
	if (!channel.findSent)
		return { outcome: { kind: 'unknown', reason: 'No echo has arrived, and the provider has no way to look it up.' }, ...again };
	try {
		const ids = await channel.findSent(toMessage(send), send.triedAt ?? send.createdAt, signal);
		return ids ? { outcome: { kind: 'sent', messageIds: ids } } : { outcome: { kind: 'not-sent' }, retryAfterMs: 0 };
	} catch (cause) {
		const reason = isTroupeError(cause) ? cause.message : 'The message could not be looked up.';
		return { outcome: { kind: 'unknown', reason }, ...again };
	}
}
