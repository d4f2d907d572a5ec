import { findProvenPhone } from '../conversations/contacts/find-proven-phone';
import { isTroupeError } from '../base/errors';
import { planRetry } from '../base/async/retry-policy';
import type { ChannelDirectory, OpenChannel } from '../ports/channels/channel-records';
import { downStates } from '../ports/channels/channel-states';
import type { Contacts } from '../ports/channels/contacts';
import type { Desk, DeskChange, DeskState } from '../ports/channels/desk';
import type { DeskContent, DeskNote, DeskWrite, HandOvers } from '../ports/channels/hand-overs';
import type { Mailbox } from '../ports/channels/mailbox';
import type { SendOutcome } from '../ports/channels/send-outcome';
import type { TakenWork } from '../ports/work';
import type { WorkKind } from '../work/attempt-work';
import type { OnGivenUp } from './failed-work';

interface DeskParts {
	handOvers: Pick<HandOvers, 'writes' | 'findAddress' | 'link' | 'expectEcho' | 'noteWrite'>;
	mailbox: Pick<Mailbox, 'find'>;
	contacts: Pick<Contacts, 'find' | 'listParts'>;
	directory: ChannelDirectory;
	onGivenUp?: OnGivenUp;
}

const concurrency = 64;
/** Longer than a write with its lookups, so that nobody looks up one in progress. */
const leaseMs = 180_000;
const timeoutMs = 60_000;
const maxAttempts = 32;
const retry = { firstMs: 1_000, maxMs: 300_000 };
/** A desk can still work on a request whose connection has ended. */
const lookUpMs = 10_000;
const echoMs = 5 * 60_000;

type Handled = { outcome: SendOutcome | { kind: 'not-sent' }; retryAfterMs?: number };

/** Writes pending content to desks; different conversations at the same time. */
export const writeToDesks = (parts: DeskParts): Omit<WorkKind<DeskWrite>, 'onFault'> => ({
	queue: parts.handOvers.writes,
	concurrency,
	leaseMs,
	retry,
	async perform(write, work, signal) {
		await noteEnd(parts, write, work, await handleOne(parts, write, signal));
	},
	endLost: (write, work, reason) => noteEnd(parts, write, work, { outcome: refuse(reason) }),
});

async function noteEnd(parts: DeskParts, write: DeskWrite, work: TakenWork, { outcome, retryAfterMs }: Handled): Promise<void> {
	await parts.handOvers.noteWrite(work, outcome, retryAfterMs);
	if (retryAfterMs !== undefined || !('reason' in outcome)) return;
	const { tenant, desk: channel, id } = write;
	parts.onGivenUp?.({ what: 'desk write', tenant, channel, id, reason: outcome.reason });
}

async function handleOne(parts: DeskParts, write: DeskWrite, signal: AbortSignal): Promise<Handled> {
	let open: OpenChannel | undefined;
	try {
		open = await parts.directory.find(write.tenant, write.desk);
		const desk = open?.channel.desk;
		if (open === undefined || desk === undefined) return { outcome: refuse(`The channel "${write.desk}" has no desk any more.`) };
		const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
		const address = await locate(parts, open, desk, write, within);
		if (address === undefined) return { outcome: refuse('The contact of the conversation is not there any more.') };
		const { content } = write;
		const outcome = await (content.kind === 'note'
			? writeNote(desk, address, write, content, within)
			: change(parts, desk, address, { write, content }, within));
		return schedule(await keepWhileDown(outcome, open, signal), write.attempts);
	} catch (cause) {
		// Everything that throws only reads: nothing was written.
		const reason = isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL: the desk could not be told';
		const isRetryable = !isTroupeError(cause) || cause.retryable;
		if (write.state === 'unknown' && isRetryable) return schedule({ kind: 'unknown', reason }, write.attempts);
		return schedule(await keepWhileDown({ kind: 'refused', retryable: isRetryable, reason }, open, signal), write.attempts);
	}
}

/** Treats a desk that refuses everything, such as for its token, as down: it gets its notes after the fix. */
async function keepWhileDown(outcome: SendOutcome, open: OpenChannel | undefined, signal: AbortSignal): Promise<SendOutcome> {
	if (outcome.kind !== 'refused' || outcome.retryable || open === undefined) return outcome;
	const within = AbortSignal.any([signal, AbortSignal.timeout(lookUpMs)]);
	const health = await open.channel.check(within).catch(() => undefined);
	return health !== undefined && !health.canSend && downStates.includes(health.state) ? { ...outcome, retryable: true } : outcome;
}

const refuse = (reason: string): SendOutcome => ({ kind: 'refused', retryable: false, reason });

function schedule(outcome: SendOutcome, attempts: number): Handled {
	const isOver = outcome.kind === 'sent' || attempts >= maxAttempts || (outcome.kind === 'refused' && !outcome.retryable);
	if (isOver) return { outcome };
	const askedMs = outcome.kind === 'unknown' ? lookUpMs : ('retryAfterMs' in outcome && outcome.retryAfterMs) || 0;
	return { outcome, retryAfterMs: planRetry({ ...retry, maxAskedMs: Infinity }, { attempts, retryAfterMs: askedMs }) };
}

/** Looks the desk's conversation up once; people can have opened one before. */
async function locate(
	{ handOvers, mailbox, contacts }: DeskParts,
	{ record }: OpenChannel,
	desk: Desk,
	{ tenant, conversation: id }: DeskWrite,
	signal: AbortSignal,
): Promise<string | undefined> {
	const known = await handOvers.findAddress(tenant, record.name, id);
	if (known !== undefined) return known;
	const conversation = await mailbox.find(tenant, id);
	const contact = conversation && (await contacts.find(tenant, conversation.contact));
	if (contact === undefined) return undefined;
	const phone = findProvenPhone(contact)?.replace(/\D/g, '');
	const address = await desk.locate({ name: contact.name, phone, contacts: await contacts.listParts(tenant, contact.id) }, signal);
	// An inbox can be connected to the customer's number. Without a number, only Troupe relays the words of people.
	await handOvers.link(tenant, record.name, id, address, { relays: phone === undefined });
	return address;
}

async function writeNote(
	desk: Desk,
	address: string,
	write: DeskWrite,
	{ text, isCustomers }: DeskNote,
	signal: AbortSignal,
): Promise<SendOutcome> {
	if (write.state === 'unknown') {
		const id = await desk.findNote(address, write.id, write.triedAt ?? write.createdAt, signal);
		if (id !== undefined) return { kind: 'sent', messageIds: [id] };
	}
	return desk[isCustomers ? 'showWords' : 'writeNote'](address, { id: write.id, text }, signal);
}

/** Changes a desk conversation. Skips values that it has already, and marks the echo as ours. */
async function change(
	{ handOvers }: DeskParts,
	desk: Desk,
	address: string,
	{ write, content }: { write: DeskWrite; content: Exclude<DeskContent, { kind: 'note' }> },
	signal: AbortSignal,
): Promise<SendOutcome> {
	const wanted = toChange(content, await desk.read(address, signal));
	if (wanted === undefined) return { kind: 'sent', messageIds: [address] };
	if (wanted.kind === 'labels') await handOvers.expectEcho(write, 'labels', wanted.labels, echoMs);
	else if (wanted.kind !== 'team') await handOvers.expectEcho(write, wanted.kind, wanted.value, echoMs);
	return desk.change(address, wanted, signal);
}

/** @returns undefined if nothing changes */
function toChange(content: Exclude<DeskContent, { kind: 'note' }>, state: DeskState): DeskChange | undefined {
	if (content.kind === 'status' && content.from !== undefined && content.from !== state.status) return undefined;
	if (content.kind !== 'labels') return state[content.kind] === content.value ? undefined : { kind: content.kind, value: content.value };
	const labels = [...new Set([...state.labels, ...content.labels])];
	return labels.length === state.labels.length ? undefined : { kind: 'labels', labels };
}
