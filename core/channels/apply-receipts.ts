import { isTroupeError } from '../base/errors';
import { restoreTrace, withTraceContext } from '../base/trace-context';
import type { ChannelEvent } from '../ports/channels/channel-events';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { Receipt, ReceiptEnd, ReceiptStore, TakenReceipt } from '../ports/channels/receipts';
import type { Applied, Mailbox } from '../ports/channels/mailbox';
import type { Tracing } from '../ports/tracing';
import type { PeopleFacts } from '../ports/channels/people-facts';
import { inSpan } from '../tracing/in-span';
import type { WorkKind } from '../work/attempt-work';
import type { OnGivenUp } from './failed-work';

export interface ReceiptParts {
	receipts: Pick<ReceiptStore, 'queue' | 'end' | 'letReceive'>;
	mailbox: Pick<Mailbox, 'apply'>;
	directory: ChannelDirectory;
	tracing?: Tracing;
	onGivenUp?: OnGivenUp;
	readPeople?: (tenant: string) => Promise<PeopleFacts>;
	/** Awaited for each event: transcripts, metrics and triggers lose nothing. */
	onApplied?(event: ChannelEvent, applied: Applied, receipt: Receipt): Promise<void>;
}

/** A receipt takes milliseconds. The lease ends that of a killed process, for which turns of the channel wait. */
const leaseMs = 10_000;
/** About half an hour with the waits: a process that ends for other reasons costs no message. */
const maxAttempts = 12;
const firstRetryMs = 1_000;
const maxRetryMs = 300_000;

/** Applies waiting receipts, in the order of arrival within a channel. */
export const applyReceipts = (parts: ReceiptParts): Omit<WorkKind<TakenReceipt[]>, 'onFault'> => ({
	queue: parts.receipts.queue,
	leaseMs,
	retry: { firstMs: firstRetryMs, maxMs: maxRetryMs },
	maxLost: Infinity,
	async perform(receipts, work, signal) {
		const ended: Array<Receipt & { end: ReceiptEnd }> = [];
		for (const receipt of receipts) {
			if (signal.aborted) {
				// Another process goes on; nothing was tried.
				ended.push({ ...receipt, end: { kind: 'returned' } });
				continue;
			}
			const begunAt = performance.now();
			ended.push({ ...receipt, end: await inTrace(receipt, parts, () => processOne(parts, receipt)) });
			await parts.receipts.letReceive(performance.now() - begunAt);
		}
		// Together, because each change costs about as much as a receipt.
		await parts.receipts.end(work, ended);
		for (const { tenant, channel, id, end } of ended)
			if (end.kind === 'dead') parts.onGivenUp?.({ what: 'receipt', tenant, channel, id, reason: end.reason });
	},
});

/** Does work in the trace of the receipt's request. The next receipt can belong to another trace. */
function inTrace<Result>(
	{ trace, channel, attempts }: TakenReceipt,
	{ tracing }: ReceiptParts,
	work: () => Promise<Result>,
): Promise<Result> {
	const facts = { 'troupe.work.lane': channel, 'troupe.work.attempt': attempts };
	return withTraceContext(restoreTrace(trace), () => inSpan(tracing, { name: 'work channel-receipt', kind: 'consumer', facts }, work));
}

async function processOne(parts: ReceiptParts, receipt: Receipt): Promise<ReceiptEnd> {
	if (receipt.attempts > maxAttempts)
		return { kind: 'dead', reason: `The process ended ${maxAttempts} times while it applied the receipt.` };
	if (receipt.isUnreadable)
		return { kind: 'dead', reason: 'VAULT_UNREADABLE: The stored request cannot be opened: it was changed or moved.' };
	try {
		const open = await parts.directory.find(receipt.tenant, receipt.channel);
		if (open === undefined) return { kind: 'dead', reason: `The channel "${receipt.channel}" was removed.` };
		const events = open.channel.read(receipt);
		const people = await parts.readPeople?.(receipt.tenant);
		const ignored: string[] = [];
		for (const event of events) {
			const { tenant, channel, id, receivedAt } = receipt;
			const from = { tenant, channel, receipt: id, receivedAt, ...(people && { people }) };
			const applied = await parts.mailbox.apply(event, from, open.rules);
			if (event.kind === 'ignored') ignored.push(event.reason);
			await parts.onApplied?.(event, applied, receipt);
		}
		return ignored.length === events.length ? { kind: 'ignored', reason: ignored.join(', ') || 'no event' } : { kind: 'processed' };
	} catch (cause) {
		return toEnd(cause, receipt.attempts);
	}
}

/** An unreadable payload stays unreadable: no retry. */
function toEnd(cause: unknown, attempts: number): ReceiptEnd {
	const reason = isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL: the receipt could not be applied';
	const isHopeless = isTroupeError(cause) && cause.code === 'CHANNEL_PAYLOAD_INVALID';
	if (isHopeless || attempts >= maxAttempts) return { kind: 'dead', reason };
	return { kind: 'retry', reason, afterMs: Math.min(firstRetryMs * 2 ** (attempts - 1), maxRetryMs) };
}
