import { pause } from '../../core/base/async/pause';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { keepRenewing } from '../../core/base/async/keep-renewing';
import { givenUp, renewMs, turnLeaseMs } from '../../core/channels/answer-turn';
import type { OnGivenUp } from '../../core/channels/failed-work';
import { retryOrGiveUp } from '../../core/channels/retry-or-give-up';
import { findFacts } from '../../core/conversations/find-facts';
import type { ReadTurn, TurnFiles } from '../../core/channels/media/turn-files';
import { showFollowUp } from '../../core/conversations/mailbox/describe-silence';
import { describeWords, readMissed } from '../../core/conversations/mailbox/describe-turn';
import type { ChannelDirectory } from '../../core/ports/channels/channel-records';
import type { Mailbox, Turn, TurnOrder } from '../../core/ports/channels/mailbox';
import { nameAsker } from '../../core/ports/knowledge/readers';
import type { Variables } from '../../engine-adapter/engine/variables';
import { findTurnFault, withoutEngine } from './lacks/process-lacks';
import { maskCards, maskContent } from './mask-cards';
import type { MessageEngine } from './message-engine';

export interface PublishParts {
	mailbox: Mailbox;
	directory: ChannelDirectory;
	files: TurnFiles;
	/** Undefined: none in this process; another takes the turn. */
	engine: MessageEngine | undefined;
	/** The engine's default tenant. */
	ownTenant: string;
	/** Signs the asker of a tenant's conversation: setters of variables must not name anybody. */
	signAsker: (names: readonly string[], conversation: string, tenant: string) => Promise<string>;
	onGivenUp: OnGivenUp;
	/** Max engine time per message. Default: 45 s, less than the turn's lease. */
	engineMs?: number;
	onFailed?: (cause: unknown) => void;
}

const timeToLiveMs = 24 * 3_600_000;
/** Later, something else may have been said. */
const silenceToLiveMs = 600_000;
const maxAttempts = 10;
const defaultEngineMs = 45_000;

/**
 * Publishes a turn as a BPMN message correlated by conversation, for waiting or new processes. A repeated turn is one message. A turn without a taker
 * waits: the engine would forget it before a later deployment.
 */
export async function publishTurn(parts: PublishParts, turn: Turn, name: string, holder: string, signal: AbortSignal): Promise<void> {
	const { mailbox, onGivenUp, onFailed } = parts;
	try {
		if ((await publish(parts, turn, name, holder, signal)) !== 'go') return;
	} catch (cause) {
		signal.throwIfAborted(); // the lease ends, and another process continues
		onFailed?.(cause);
		const end = retryOrGiveUp(cause, turn, maxAttempts);
		await mailbox.end(turn, holder, end);
		if (end.kind === 'dead') onGivenUp(givenUp(turn, end.reason));
		return;
	}
	await mailbox.end(turn, holder, { kind: 'done' });
}

async function publish(parts: PublishParts, turn: Turn, name: string, holder: string, signal: AbortSignal): Promise<TurnOrder> {
	const { mailbox, engine, ownTenant, signAsker, engineMs = defaultEngineMs } = parts;
	const { conversation } = turn;
	// Nobody waits for an answer to silence, and a process need not read of it.
	const fault = turn.followUp ? undefined : await withinTime(findTurnFault(name, engine, conversation, ownTenant), engineMs, signal);
	if (engine === undefined || fault) throw fault ?? withoutEngine(name);
	const missed = await readMissed(mailbox, turn);
	const read = await readFiles(parts, turn, holder, signal);
	// After publication, new arrivals belong to the next message.
	const order = await mailbox.beginEffects(turn, holder);
	if (order !== 'go') return order;
	const asker = await signAsker(nameAsker({ person: conversation.contact }), conversation.session, conversation.tenant);
	const variables = { ...(await turnVariables(read, missed)), asker };
	const published = turn.followUp ? { name: nameSilence(name), timeToLiveMs: silenceToLiveMs } : { name, timeToLiveMs };
	const message = { ...published, correlationKey: conversation.id, variables, messageId: turn.id };
	try {
		const publishing = engine.publishMessage({ ...message, ...(conversation.tenant !== ownTenant && { tenantId: conversation.tenant }) });
		await withinTime(publishing, engineMs, signal);
	} catch (cause) {
		const isRepeated = isTroupeError(cause) && cause.code === 'STATE_CONFLICT';
		if (!isRepeated) throw cause;
	}
	return 'go';
}

/** Bounds the wait for a hanging engine: the turn is retried then, still as one message. */
async function withinTime<Result>(asked: Promise<Result>, maxMs: number, signal: AbortSignal): Promise<Result> {
	const done = new AbortController();
	const late = async () => {
		if (await pause(maxMs, AbortSignal.any([signal, done.signal]))) throw tooLate(maxMs);
		signal.throwIfAborted();
		return asked;
	};
	return Promise.race([asked, late()]).finally(() => done.abort());
}

const tooLate = (maxMs: number) =>
	new TroupeError({
		code: 'ENGINE_TIMEOUT',
		message: `The process engine did not take a message of a channel within ${maxMs / 1000} s. It is given to the engine again.`,
		fix: 'Look whether the engine runs and answers: troupe doctor.',
		retryable: true,
	});

function readFiles({ mailbox, directory, files }: PublishParts, turn: Turn, holder: string, signal: AbortSignal): Promise<ReadTurn> {
	const { tenant, channel } = turn.conversation;
	const openChannel = async () => (await directory.find(tenant, channel))?.channel;
	const endRenewing = keepRenewing(renewMs, async () => void (await mailbox.renew(turn, holder, turnLeaseMs)));
	// Process variables are too small for pictures.
	return files.use(turn, { openChannel, sees: false }, signal, (one) => Promise.resolve(one)).finally(endRenewing);
}

const nameSilence = (name: string): string => `${name}-silence`;

/** `troupe:agent` reads the contact as `personId` and, for searches, `asker`; `troupe:remember` as `person`. */
async function turnVariables(turn: ReadTurn, missed: string | undefined): Promise<Variables> {
	const { conversation, messages, origins, followUp } = turn;
	const { id, channel, address, contact, session, labels, mode } = conversation;
	return {
		message: await maskCards(describeWords(turn)),
		// The contact wrote the message, whatever an earlier task read; not the attached files.
		origins,
		missed: (await maskCards(missed)) ?? null,
		followUp: followUp ? showFollowUp(followUp) : null,
		messages: await Promise.all(
			messages.map(async ({ id: messageId, at, content }) => {
				const shown = await maskContent(content);
				return { id: messageId, at: new Date(at).toISOString(), content: shown };
			}),
		),
		conversation: { id, channel, address, contact, session, labels, mode },
		conversationId: session,
		person: contact,
		personId: contact,
		facts: findFacts(conversation, turn.hours),
		origin: conversation.origin ?? null,
	};
}
