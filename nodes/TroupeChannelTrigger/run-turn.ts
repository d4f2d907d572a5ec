import type { INodeExecutionData, IRun } from 'n8n-workflow';
import { keepRenewing } from '../../core/base/async/keep-renewing';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { retryOrGiveUp, storeOutcome } from '../../core/channels/retry-or-give-up';
import type { Turn, TurnEnd } from '../../core/ports/channels/mailbox';
import { askForText } from '../../core/conversations/mailbox/ask-for-text';
import type { HideTurn } from './hide-turn';
import { composeItem, type KeepFile } from './to-item';

export interface TurnRunParts {
	state: Pick<ChannelParts, 'mailbox' | 'contacts' | 'outbox' | 'directory'>;
	maxAttempts: number;
	hearsAudios?: boolean;
	language?: string | undefined;
	runWorkflow: (item: INodeExecutionData) => Promise<IRun>;
	keepFile: KeepFile;
	/** Undefined if n8n, which stores the item, may have the values. */
	openHiding?: () => Promise<HideTurn | undefined>;
	onGivenUp: (turn: Turn, reason: string) => void;
}

const leaseMs = 60_000;
const renewMs = 15_000;
const firstRetryMs = 2_000;
const maxRetryMs = 300_000;

/**
 * Holds the turn until the workflow or a node ends it. New messages go to the next turn. If this process stops, the lease ends, and the turn
 * returns with the same id. @param signal stops waiting; the turn is still held and ended, so that it does not begin twice
 */
export async function runTurn(parts: TurnRunParts, turn: Turn, holder: string, signal: AbortSignal): Promise<void> {
	if ((await parts.state.mailbox.beginEffects(turn, holder)) !== 'go') return;
	const endRenewing = keepRenewing(renewMs, async () => void (await parts.state.mailbox.renew(turn, holder, leaseMs)));
	const running = runToEnd(parts, turn, holder).finally(endRenewing);
	// After the wait, a fault is ignored: the lease ends.
	running.catch(() => undefined);
	await Promise.race([running, whenAborted(signal)]);
}

async function runToEnd(parts: TurnRunParts, turn: Turn, holder: string): Promise<void> {
	const { mailbox } = parts.state;
	const end = await openItem(parts, turn, holder).then(
		(item) => settle(parts, turn, item),
		(cause) => retryOrGiveUp(cause, turn, parts.maxAttempts),
	);
	if (end.kind === 'dead') await sayLastWords(parts, turn);
	await storeOutcome(() => mailbox.end(turn, holder, end));
	if (end.kind === 'dead') parts.onGivenUp(turn, end.reason);
}

async function openItem({ state, keepFile, openHiding }: TurnRunParts, turn: Turn, holder: string): Promise<INodeExecutionData> {
	const hide = await openHiding?.();
	const item = await composeItem(state, turn, holder, hide ? undefined : keepFile);
	return hide ? hide(turn, item) : item;
}

/** Tells a customer whose audio failed. */
async function sayLastWords({ state, hearsAudios, language }: TurnRunParts, turn: Turn): Promise<void> {
	const sends = hearsAudios ? askForText(turn, language ?? turn.language) : [];
	const { tenant, id } = turn.conversation;
	if (sends.length > 0) await state.outbox.enqueue(tenant, id, sends);
}

const whenAborted = (signal: AbortSignal) =>
	new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

async function settle({ runWorkflow, maxAttempts }: TurnRunParts, turn: Turn, item: INodeExecutionData): Promise<TurnEnd> {
	const reason = await runWorkflow(item).then(findFault, () => 'n8n could not run the workflow.');
	if (reason === undefined) return { kind: 'done' };
	const attempts = turn.attempts + 1;
	if (attempts >= maxAttempts) return { kind: 'dead', reason };
	return { kind: 'failed', reason, afterMs: Math.min(firstRetryMs * 3 ** (attempts - 1), maxRetryMs) };
}

/** Returns undefined for a pausing workflow, which has taken the turn. Its error's message could contain personal data. */
function findFault({ status, data, waitTill }: IRun): string | undefined {
	if (status === 'success' || status === 'waiting' || waitTill) return undefined;
	// A person stopped it.
	if (status === 'canceled') return undefined;
	const { lastNodeExecuted } = data.resultData;
	return `The workflow ended with the status "${status}"${lastNodeExecuted === undefined ? '' : ` at the node "${lastNodeExecuted}"`}.`;
}
