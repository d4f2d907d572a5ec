import { toDay } from '../base/iso-time';
import { describeBurst } from '../conversations/mailbox/describe-burst';
import { isStopped } from '../switches/find-switch';
import { withoutCitations } from '../knowledge/grounding';
import type { Mailbox, StoredMessage } from '../ports/channels/mailbox';
import type { EndedSession, SessionStore } from '../ports/channels/sessions';
import type { TakenContent } from '../ports/work';
import type { WorkKind } from '../work/attempt-work';

export interface SessionMemory {
	/** Returns undefined if no model is available or can write it. @throws TroupeError if it is worth another attempt */
	summarise(transcript: string, session: EndedSession, signal: AbortSignal): Promise<string | undefined>;
	/** Idempotent: stores a text once. */
	remember(contact: string, text: string, signal: AbortSignal): Promise<void>;
	forget(contact: string): Promise<void>;
}

interface SessionParts {
	sessions: Pick<SessionStore, 'noteSummary' | 'end'>;
	mailbox: Pick<Mailbox, 'readMessages'>;
}

/** The last messages of a session, and the beginning of each: bounds the cost of a summary. */
const maxMessages = 60;
const maxMessageLength = 600;

/**
 * Stores a session's summary in its contact's memory. Written to disk first: a repeated attempt stores the same one. @throws TroupeError if
 * another attempt can help
 */
export async function rememberSession(
	{ sessions, mailbox }: SessionParts,
	memory: SessionMemory,
	work: TakenContent<EndedSession>,
	signal: AbortSignal,
): Promise<void> {
	const { content: session } = work;
	const summary = session.summary ?? (await summarise(mailbox, memory, session, signal));
	if (summary === undefined) return void (await sessions.end(work));
	if (!(await sessions.noteSummary(work, summary))) return; // Forgotten, or another process has it.
	await memory.remember(session.contact, summary, signal);
	if (!(await sessions.end(work))) await memory.forget(session.contact);
}

const retry = { firstMs: 300_000, maxMs: 300_000, maxAttempts: 3 };

export interface RememberParts {
	ended: SessionStore['ended'];
	remember: (work: TakenContent<EndedSession>, signal: AbortSignal) => Promise<void>;
	onFault: (fault: unknown) => void;
}

export const rememberSessions = ({ ended, remember, onFault }: RememberParts): WorkKind<EndedSession> => ({
	queue: ended,
	concurrency: 1,
	leaseMs: 120_000,
	retry,
	onFault,
	async perform(_session, work, signal) {
		try {
			await remember(work, signal);
		} catch (fault) {
			signal.throwIfAborted(); // The lease ends, and another process goes on.
			onFault(fault);
			if (!isStopped(fault)) throw fault;
			await ended.retry(work, retry.firstMs);
		}
	},
});

/** A session without an answer has nothing to remember. */
async function summarise(
	mailbox: SessionParts['mailbox'],
	memory: SessionMemory,
	session: EndedSession,
	signal: AbortSignal,
): Promise<string | undefined> {
	const messages = await mailbox.readMessages(session.tenant, session.conversation, maxMessages, session.session);
	if (!messages.some(({ author }) => author !== 'contact')) return undefined;
	const text = await memory.summarise(writeTranscript(messages), session, signal);
	const day = toDay(messages.at(-1)!.at);
	return text && `${day}: ${text}`;
}

const speakers: Record<StoredMessage['author'], string> = {
	contact: 'Customer',
	agent: 'Assistant',
	person: 'Colleague',
	program: 'Program',
};

/** One line a message: no text can pass for another. Passage numbers are omitted. */
const writeTranscript = (messages: readonly StoredMessage[]): string =>
	messages
		.map((message) => {
			const said = describeBurst([message]);
			const told = message.author === 'agent' ? withoutCitations(said) : said;
			return `${speakers[message.author]}: ${JSON.stringify(told.slice(0, maxMessageLength))}`;
		})
		.join('\n');
