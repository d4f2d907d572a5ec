import { describeBurst } from '../conversations/mailbox/describe-burst';
import { isStopped } from '../stops/find-stop';
import { withoutCitations } from '../knowledge/grounding';
import type { EndedSession, Mailbox, SessionStore, StoredMessage } from '../ports';

/** Writes summaries, and stores them in the memory of a contact. */
export interface SessionMemory {
	/** Returns undefined if no model is at hand, or none could write it. @throws TroupeError if it is worth another attempt */
	summarise(transcript: string, session: EndedSession, signal: AbortSignal): Promise<string | undefined>;
	/** Stores a text once, however often it is called. */
	remember(contact: string, text: string, signal: AbortSignal): Promise<void>;
	/** Removes what is stored of a contact. */
	forget(contact: string): Promise<void>;
}

export interface SessionParts {
	sessions: Pick<SessionStore, 'noteSummary' | 'end'>;
	mailbox: Pick<Mailbox, 'readMessages'>;
}

export const sessionLeaseMs = 120_000;
const maxAttempts = 3;
const retryMs = 300_000;
/** The last messages of a long session, and the beginning of each: a summary costs the same however much was written. */
const maxMessages = 60;
const maxMessageLength = 600;

/**
 * Stores the summary of a session that ended in the memory of its contact. A summary is on disk before it goes there, so that a repeated attempt
 * stores the same one.
 */
export async function rememberSession(
	{ sessions, mailbox }: SessionParts,
	memory: SessionMemory,
	session: EndedSession,
	holder: string,
	signal: AbortSignal,
): Promise<void> {
	try {
		const summary = session.summary ?? (await summarise(mailbox, memory, session, signal));
		if (summary === undefined) return void (await sessions.end(session, holder));
		if (!(await sessions.noteSummary(session, holder, summary))) return; // forgotten, or another process has it
		await memory.remember(session.contact, summary, signal);
		// The contact was forgotten in the meantime.
		if (!(await sessions.end(session, holder))) await memory.forget(session.contact);
	} catch (cause) {
		if (signal.aborted) return; // the lease ends, and another process goes on
		const isLast = session.attempts + 1 >= maxAttempts && !isStopped(cause);
		await sessions.end(session, holder, isLast ? undefined : retryMs);
		throw cause;
	}
}

/** A session in which nobody answered has nothing to remember. */
async function summarise(
	mailbox: SessionParts['mailbox'],
	memory: SessionMemory,
	session: EndedSession,
	signal: AbortSignal,
): Promise<string | undefined> {
	const messages = await mailbox.readMessages(session.tenant, session.conversation, maxMessages, session.session);
	if (!messages.some(({ author }) => author !== 'contact')) return undefined;
	const text = await memory.summarise(writeTranscript(messages), session, signal);
	const day = new Date(messages.at(-1)!.at).toISOString().slice(0, 10);
	return text && `${day}: ${text}`;
}

const speakers: Record<StoredMessage['author'], string> = {
	contact: 'Customer',
	agent: 'Assistant',
	person: 'Colleague',
	program: 'Program',
};

/** Each message is on a line of its own: no text can pass for another message. Numbers of passages say nothing in a summary. */
const writeTranscript = (messages: readonly StoredMessage[]): string =>
	messages
		.map((message) => {
			const said = describeBurst([message]);
			const told = message.author === 'agent' ? withoutCitations(said) : said;
			return `${speakers[message.author]}: ${JSON.stringify(told.slice(0, maxMessageLength))}`;
		})
		.join('\n');
