import type { Language } from '../../base/text/languages';
import type { ChannelEvent } from './channel-events';
import type { Right } from './contact-rights';
import type { WorkQueue } from '../work';
import type { NewEvent } from '../events/events';
import type { ContactOrigin, MessageContent } from './message-content';
import type { MailboxRules } from './mailbox-rules';
import type { Answered, UnsentMessage } from './outbox';
import type { PeopleFacts } from './people-facts';

/** `off`: nobody answers, until someone switches the agent on. */
export type ConversationMode = 'agent' | 'person' | 'off';

export interface Conversation {
	tenant: string;
	id: string;
	channel: string;
	address: string;
	contact: string;
	mode: ConversationMode;
	/** Then the agent comes back; milliseconds since the epoch. */
	modeUntil: number | null;
	modeBy: string | null;
	/** The agent's memory belongs to the session. */
	session: string;
	sessionStartedAt: number;
	/** An id or `id@range`. Undefined: a process or workflow answers, or nobody wrote yet. */
	agent?: string;
	lastMessageAt: number;
	/** WhatsApp's window for free texts begins there. */
	lastContactAt: number | null;
	/** From the last turn for the next. At most 64 kB of JSON. */
	state: unknown;
	labels: string[];
	origin?: ContactOrigin;
}

export interface StoredMessage {
	number: number;
	id: string;
	author: 'contact' | 'agent' | 'person' | 'program';
	writer: string | null;
	/** The provider's time. Milliseconds since the epoch. */
	at: number;
	arrivedAt: number;
	content: MessageContent[];
	replyTo: string | null;
	isEdited: boolean;
	lacksTranscript?: true;
	/** The provider took it, and said later that it failed. */
	isUnsent?: true;
	session: string;
}

/** `repeated`: no effect, it came before. */
export type Applied =
	| { kind: 'repeated' | 'ignored' }
	| { kind: 'connection'; isBack?: true }
	/**
	 * `floods`: the contact began to write too often. `right`: its demand was done or noted, and needs no turn. `tellsDesk`: people learn that the
	 * customer insists, or the text.
	 */
	| { kind: 'message'; conversation: string; contact: string; number: number; floods?: true; right?: Right; tellsDesk?: true }
	| { kind: 'echo'; conversation: string }
	| { kind: 'take-over'; conversation: string; withdrawn: number }
	| { kind: 'command'; conversation: string; mode: ConversationMode; isAllowed: boolean }
	/** `unsent`: the provider took the message, and now reports a failure. */
	| { kind: 'status'; conversation: string | undefined; unsent?: UnsentMessage }
	| { kind: 'changed'; conversation: string }
	| { kind: 'returned'; conversation: string }
	/** Too many changes within a minute; we do not react until a person looks. */
	| { kind: 'breaker'; conversation: string };

/**
 * `published`: a process or workflow has it, unanswered; `program`: it has answered. `awaited`: the run waits for a person. `left`: a person, a
 * process or a workflow chose not to answer.
 */
export type MessageAnswer = 'waiting' | 'given-up' | 'published' | 'awaited' | 'agent' | 'person' | 'program' | 'left';

export type HoursState = { isOpen: true } | { isOpen: false; /** Milliseconds since the epoch. */ opensAt: number; timeZone: string };

export interface FollowUp {
	/** Counts within this silence, from 1. */
	number: number;
	of: number;
	/** Since our last message. */
	silentMs: number;
}

export interface Turn {
	/** Stays the same when a turn is repeated after a crash. */
	id: string;
	conversation: Conversation;
	/** In which agents read what nobody typed; undefined: English. */
	language?: Language;
	/** For agents' times, an IANA name; undefined: UTC. */
	timeZone?: string;
	hours?: HoursState;
	greeting?: string;
	/** Oldest first; empty only in a follow-up. */
	messages: StoredMessage[];
	followUp?: FollowUp;
	attempts: number;
	/** Total wait for something that is away, since an attempt failed for another reason; milliseconds. */
	awayMs: number;
	/** It had effects before its worker stopped: it is continued, and new messages wait for the next turn. */
	hasEffects: boolean;
}

export interface AwaitedRun {
	turn: string;
	conversation: Conversation;
}

/** Given up, and not answered since. */
export interface DeadTurn {
	id: string;
	channel: string;
	conversation: string;
	messages: number;
	/** Without personal data; null if no longer known. */
	reason: string | null;
	/** Arrival of its first message; milliseconds since the epoch. */
	receivedAt: number;
	endedAt: number | null;
}

/** A process will not answer. `until`: as far as it had read. */
export interface GivingUp extends Answered {
	reason: string;
	/** It answered while it was to be silent: a running turn is meant as well. */
	isAnswered?: true;
}

export interface GivenUpTurns {
	channel: string;
	turns: string[];
}

export interface HeldTurn {
	id: string;
	followUp?: FollowUp;
	conversation: Pick<Conversation, 'tenant' | 'id'>;
}

/** `restart`: messages arrived before its first effect. `stop`: a person took over. `lost`: another worker has it. */
export type TurnOrder = 'go' | 'restart' | 'stop' | 'lost';

export type TurnEnd =
	/** `awaitsRun`: the run waits for a person, and the answer is still to come. */
	| { kind: 'done'; state?: unknown; awaitsRun?: true }
	/** `isAway`: a need of the turn was away; its pause counts, not the attempt. `isStopped`: an operator stopped it, and neither counts. */
	| { kind: 'failed'; reason: string; afterMs: number; isAway?: true; isStopped?: true }
	| { kind: 'dead'; reason: string };

/** After this, any other process with the turn's needs would have taken it. */
const longPauseMs = 10_000;

export const isLongAway = (end: TurnEnd): boolean => end.kind === 'failed' && end.isAway === true && end.afterMs >= longPauseMs;

export interface ModeChange {
	mode: ConversationMode;
	/** Milliseconds since the epoch; `null`: until someone changes it. */
	until: number | null;
	/** For the log: `user:ana`, `agent`. */
	by: string;
	reason?: string;
}

export interface EventSource {
	tenant: string;
	channel: string;
	receipt: string | null;
	/** Default: now. Rates and waits are measured from here, however late it is applied. */
	receivedAt?: number;
	people?: PeopleFacts;
}

/** All machines share it: one turn of a conversation runs at a time. */
export interface Mailbox {
	/** Applies an event once, whole or not at all. */
	apply(event: ChannelEvent, from: EventSource, rules: MailboxRules): Promise<Applied>;
	/**
	 * `channel-turn`; each channel is a lane. A turn waits for earlier receipts of its channel, which can belong to its burst, but for no
	 * failed one.
	 */
	turns: WorkQueue<Turn>;
	/** `awaited-run`; each channel is a lane. */
	awaited: WorkQueue<AwaitedRun>;
	endAwaited(awaited: AwaitedRun): Promise<void>;
	/** A worker asks several times within its lease, and ends its work unless the answer is `go`. */
	renew(turn: Turn, holder: string, leaseMs: number): Promise<TurnOrder>;
	/** Before the first visible effect. After `go`, new messages wait for the next turn. After `restart` the turn is over. */
	beginEffects(turn: Turn, holder: string): Promise<TurnOrder>;
	/** `tell`: an event stored with the end, if the holder has the turn. */
	end(turn: HeldTurn, holder: string, end: TurnEnd, tell?: NewEvent): Promise<void>;
	listDead(tenant: string, filter: { channel?: string; id?: string }, limit: number): Promise<DeadTurn[]>;
	/** Their messages wait for an answer again, at most 1,000 turns. Returns the number of turns. */
	replay(tenant: string, filter: { channel?: string; id?: string }): Promise<number>;
	/** Gives up what a process will not answer. `busy`: a turn runs with possibly these messages. `tell`: an event for each turn. */
	giveUpPublished(tenant: string, conversation: string, about: GivingUp, tell?: (turn: string) => NewEvent): Promise<GivenUpTurns | 'busy'>;
	/** Turns that a process has and has not answered: a replay cannot give them again. `id`: of a receipt, or of a turn. */
	countHeld(tenant: string, filter: { channel: string; id?: string; from?: number; to?: number }): Promise<number>;
	find(tenant: string, conversation: string): Promise<Conversation | undefined>;
	list(
		tenant: string,
		filter: { channel?: string; address?: string; contact?: string; mode?: ConversationMode },
		limit: number,
	): Promise<Conversation[]>;
	/** Oldest first; the last `limit` messages. */
	readMessages(tenant: string, conversation: string, limit: number, session?: string): Promise<StoredMessage[]>;
	setMode(tenant: string, conversation: string, change: ModeChange): Promise<{ withdrawn: number } | undefined>;
	/** Before our change at the provider: its echo is recognized, once. */
	expectEcho(tenant: string, conversation: string, field: 'status' | 'assignee' | 'labels', value: string, withinMs: number): Promise<void>;
}
