import type { Channel, OutgoingMessage } from '../ports/channels/channel';
import type { ChannelRecord, OpenChannel } from '../ports/channels/channel-records';
import { type ChannelStates, downStates } from '../ports/channels/channel-states';
import type { Send } from '../ports/channels/outbox';
import type { SendOutcome } from '../ports/channels/send-outcome';
import type { Clock } from '../ports/host';

interface DownParts {
	states: Pick<ChannelStates, 'note'>;
	clock: Clock;
	accounts: AskedAccounts;
}

export type AskedAccounts = Map<string, { at: number; down: Promise<SendOutcome | undefined> }>;

/** Shorter than the retry interval of an account that is down. */
const freshMs = 45_000;

/** Sends a message unless the account is down. Checks the account if it was down before, or if the provider refuses. @returns `isAway`: it is down */
export async function sendUnlessDown(
	parts: DownParts,
	{ channel, record }: Pick<OpenChannel, 'channel' | 'record'>,
	send: Send,
	signal: AbortSignal,
): Promise<{ outcome: SendOutcome; isAway?: true }> {
	const account = nameAccount(record);
	const wasDown = send.accountState !== null && downStates.includes(send.accountState);
	const down = wasDown ? await findDown(parts, channel, { account, send }, signal) : undefined;
	if (down) return { outcome: down, isAway: true };
	const outcome = await channel.send(toMessage(send), signal);
	const why = outcome.kind === 'refused' ? await findDown(parts, channel, { account, send }, signal) : undefined;
	return why ? { outcome: why, isAway: true } : { outcome };
}

/** Channels with equal settings and credential share an account. */
const nameAccount = ({ tenant, provider, credential, settings }: ChannelRecord): string =>
	JSON.stringify([tenant, provider, credential, Object.entries(settings).sort()]);

async function findDown(
	parts: DownParts,
	channel: Channel,
	{ account, send }: { account: string; send: Send },
	signal: AbortSignal,
): Promise<SendOutcome | undefined> {
	const { accounts, clock } = parts;
	const known = accounts.get(account);
	if (known && clock.now() - known.at < freshMs) return known.down;
	const asked = { at: clock.now(), down: askAccount(parts, channel, send, signal) };
	accounts.set(account, asked);
	let down: SendOutcome | undefined;
	try {
		down = await asked.down;
		return down;
	} finally {
		if (down === undefined) accounts.delete(account);
	}
}

/** Checks the account and notes the result. @returns why nothing can be sent; undefined if it can, or is unknown */
async function askAccount(
	{ states, clock }: DownParts,
	channel: Channel,
	{ tenant, channel: name }: Send,
	signal: AbortSignal,
): Promise<SendOutcome | undefined> {
	const health = await channel.check(signal).catch(() => undefined);
	if (health === undefined || health.state === 'unreachable') return undefined;
	const { state, detail } = health;
	const reason = state === 'connected' ? null : detail;
	await states.note({ tenant, channel: name, part: 'account', state, reason, checkedAt: clock.now() });
	if (health.canSend || !downStates.includes(state)) return undefined;
	return { kind: 'refused', retryable: true, code: 'ACCOUNT_DOWN', reason: `The account of the channel is ${state}: ${detail}` };
}

export const toMessage = ({ id, address, content, replyTo }: Send): OutgoingMessage => ({
	id,
	address,
	content,
	...(replyTo !== null && { replyTo }),
});
