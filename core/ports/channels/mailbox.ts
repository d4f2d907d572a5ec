import type { Language } from '../../base/text/languages';
import type { ChannelEvent } from './channel-events';
import type { Right } from './contact-rights';
import type { WorkQueue } from '../work';
import type { NewEvent } from '../events/events';
import type { ContactOrigin, MessageContent } from './message-content';
import type { MailboxRules } from './mailbox-rules';
import type { Answered, UnsentMessage } from './outbox';
import type { PeopleFacts } from './people-facts';

/** Who answers a conversation. `off`: nobody, until someone switches the agent on. */
export type ConversationMode = 'agent' | 'person' | 'off';

export interface Conversation {
	tenant: string;
	id: string;
	channel: string;
	/** The conversation's address at the provider. */
	address: string;
	contact: string;
	mode: ConversationMode;
	/** When the agent comes back by itself; milliseconds since the epoch. */
	modeUntil: number | null;
	/** Who set the mode: `writer:7`, `user:ana`, `agent`, `desk`, `breaker`. */
	modeBy: string | null;
	/** Names the session: the agent's memory of a conversation is its session's. */
	session: string;
	sessionStartedAt: number;
	/** The agent of the session, an id or `id@range`. Undefined: a process or workflow answers, or nobody wrote yet. */
	agent?: string;
	lastMessageAt: number;
	/** The contact's last message: WhatsApp's window for free texts begins there. */
	lastContactAt: number | null;
	/** What the last turn left for the next one. At most 64 kB of JSON. */
	state: unknown;
	labels: string[];
	/** Where the contact came from, in any conversation. Undefined: nothing says so. */
	origin?: ContactOrigin;
}

export interface StoredMessage {
	/** Counts the messages of a conversation. */
	number: number;
	/** The provider's id. */
	id: string;
	author: 'contact' | 'agent' | 'person' | 'program';
	writer: string | null;
	/** When it was written, as the provider says. Milliseconds since the epoch. */
	at: number;
	/** When we received it. */
	arrivedAt: number;
	content: MessageContent[];
	replyTo: string | null;
	isEdited: boolean;
	/** The text of an audio in it is still to come. */
	lacksTranscript?: true;
	/** The provider took it, and said later that it failed. */
	isUnsent?: true;
	session: string;
}

/** What an event did. `repeated`: nothing, because it came before. */
export type Applied =
	| { kind: 'repeated' | 'ignored' }
	/** `isBack`: the account works again. */
	| { kind: 'connection'; isBack?: true }
	/**
	 * `floods`: with this message, the contact began to write too often. `right`: what it demanded was done or noted, and needs no turn.
	 * `tellsDesk`: people are told that the customer insists, or what they write.
	 */
	| { kind: 'message'; conversation: string; contact: string; number: number; floods?: true; right?: Right; tellsDesk?: true }
	/** An own write came back. */
	| { kind: 'echo'; conversation: string }
	/** A person wrote: the agent is silent now. */
	| { kind: 'take-over'; conversation: string; withdrawn: number }
	| { kind: 'command'; conversation: string; mode: ConversationMode; isAllowed: boolean }
	/** `unsent`: the provider took the message, and says now that it failed. */
	| { kind: 'status'; conversation: string | undefined; unsent?: UnsentMessage }
	| { kind: 'changed'; conversation: string }
	/** The desk is done with it: the agent answers again. */
	| { kind: 'returned'; conversation: string }
	/** The conversation changed too often within a minute; nothing of ours reacts to it until a person looks. */
	| { kind: 'breaker'; conversation: string };

/**
 * What became of a customer's message. `published`: a process or workflow has it, and has not answered it; `program`: it has. `awaited`: the run that
 * answers it waits for a person. `left`: a person, a process or a workflow chose not to answer it.
 */
export type MessageAnswer = 'waiting' | 'given-up' | 'published' | 'awaited' | 'agent' | 'person' | 'program' | 'left';

/** Whether a channel with hours is open, or when it opens again. */
export type HoursState = { isOpen: true } | { isOpen: false; /** Milliseconds since the epoch. */ opensAt: number; timeZone: string };

/** What a turn without messages is about: the customer is silent, and whoever answers the channel may write to them. */
export interface FollowUp {
	/** Counts those of this silence, from 1. */
	number: number;
	/** How many the channel has. */
	of: number;
	/** Since our last message. */
	silentMs: number;
}

/** The burst of messages of one conversation, for one worker at a time. */
export interface Turn {
	/** Stays the same when a turn is repeated after a crash. */
	id: string;
	conversation: Conversation;
	/** In which agents read what nobody typed; undefined: English. */
	language?: Language;
	/** In which agents read times, an IANA name; undefined: UTC. */
	timeZone?: string;
	/** Undefined: the channel has no hours. */
	hours?: HoursState;
	/** What the customer was sent already, because of where they come from, or because the channel is closed. */
	greeting?: string;
	/** What the turn answers, oldest first; at least one, or none in a turn that is a follow-up. */
	messages: StoredMessage[];
	/** The customer is silent: nobody waits for an answer. */
	followUp?: FollowUp;
	/** Earlier attempts at this turn. */
	attempts: number;
	/** How long the turn has waited for something that is away, since an attempt last failed for another reason; milliseconds. */
	awayMs: number;
	/** The turn had effects already before its worker stopped: it is continued, and new messages wait for the next one. */
	hasEffects: boolean;
}

/** A turn whose run waits for a person; its conversation has the session in which it began. */
export interface AwaitedRun {
	turn: string;
	conversation: Conversation;
}

/** A turn that was given up, and that nobody answered since. */
export interface DeadTurn {
	id: string;
	channel: string;
	conversation: string;
	/** How many. */
	messages: number;
	/** Without personal data; null if it is not known any more. */
	reason: string | null;
	/** When its first message arrived; milliseconds since the epoch. */
	receivedAt: number;
	endedAt: number | null;
}

/** Why a process will not answer what it has. `until`: as far as it had read. */
export interface GivingUp extends Answered {
	/** Without personal data. */
	reason: string;
	/** It did answer, while it was to be silent: a turn that goes on is meant as well. */
	isAnswered?: true;
}

/** Turns of a conversation that were given up together. */
export interface GivenUpTurns {
	channel: string;
	/** Ids, in their order. */
	turns: string[];
}

/** What names a turn. */
export interface HeldTurn {
	id: string;
	followUp?: FollowUp;
	conversation: Pick<Conversation, 'tenant' | 'id'>;
}

/** What a worker has to do with its turn. `restart`: messages arrived before its first effect. `stop`: a person took over. `lost`: another worker has it. */
export type TurnOrder = 'go' | 'restart' | 'stop' | 'lost';

export type TurnEnd =
	/** `awaitsRun`: the run of the turn waits for a person, and its answer is still to come. */
	| { kind: 'done'; state?: unknown; awaitsRun?: true }
	/** `isAway`: what the turn needs was away. Its pause counts, and not the attempt. `isStopped`: an operator stopped it, and neither counts. */
	| { kind: 'failed'; reason: string; afterMs: number; isAway?: true; isStopped?: true }
	| { kind: 'dead'; reason: string };

/** A pause so long that another process, if it had what the turn needs, would have taken the turn. */
const longPauseMs = 10_000;

/** Returns whether a turn has been waiting for so long that somebody should know of it. */
export const isLongAway = (end: TurnEnd): boolean => end.kind === 'failed' && end.isAway === true && end.afterMs >= longPauseMs;

export interface ModeChange {
	mode: ConversationMode;
	/** Milliseconds since the epoch; `null`: until someone changes it. */
	until: number | null;
	/** For the log: `user:ana`, `agent`. */
	by: string;
	reason?: string;
}

/** Where an event came from. */
export interface EventSource {
	tenant: string;
	channel: string;
	receipt: string | null;
	/** When it was received; default: now. What is counted over time, or waits for more, is measured from here, however late it is applied. */
	receivedAt?: number;
	/** Who reads notes at the desk. */
	people?: PeopleFacts;
}

/** A durable mailbox for each conversation. All machines share it: one turn of a conversation runs at a time. */
export interface Mailbox {
	/** Applies an event once, whole or not at all. */
	apply(event: ChannelEvent, from: EventSource, rules: MailboxRules): Promise<Applied>;
	/**
	 * Works `channel-turn`; each channel is a lane. A turn waits for the receipts of its channel that were received before it was due, because they
	 * can belong to its burst. It does not wait for one that failed and will be tried again.
	 */
	turns: WorkQueue<Turn>;
	/** Works `awaited-run`; each channel is a lane. */
	awaited: WorkQueue<AwaitedRun>;
	/** Somebody was told what became of the run. */
	endAwaited(awaited: AwaitedRun): Promise<void>;
	/** Keeps the turn. A worker asks several times within its lease, and ends its work if the answer is not `go`. */
	renew(turn: Turn, holder: string, leaseMs: number): Promise<TurnOrder>;
	/** Asked before the first effect that others can see. After `go`, messages that arrive wait for the next turn. After `restart` the turn is over. */
	beginEffects(turn: Turn, holder: string): Promise<TurnOrder>;
	/** `tell`: an event that is stored with the end, if the holder has the turn. */
	end(turn: HeldTurn, holder: string, end: TurnEnd, tell?: NewEvent): Promise<void>;
	/** Turns that were given up, newest first. */
	listDead(tenant: string, filter: { channel?: string; id?: string }, limit: number): Promise<DeadTurn[]>;
	/** Lets the messages of such turns wait for an answer again, at most 1,000 turns. Returns how many turns. */
	replay(tenant: string, filter: { channel?: string; id?: string }): Promise<number>;
	/**
	 * Gives up what a process has of a conversation and will not answer. `busy`: a turn goes on, whose messages the process may have; ask again. `tell`: an event that is stored with it, for each turn.
	 */
	giveUpPublished(tenant: string, conversation: string, about: GivingUp, tell?: (turn: string) => NewEvent): Promise<GivenUpTurns | 'busy'>;
	/** Counts turns that a process has and has not answered: a replay cannot give them again. `id`: of a receipt, or of a turn. */
	countHeld(tenant: string, filter: { channel: string; id?: string; from?: number; to?: number }): Promise<number>;
	find(tenant: string, conversation: string): Promise<Conversation | undefined>;
	list(
		tenant: string,
		filter: { channel?: string; address?: string; contact?: string; mode?: ConversationMode },
		limit: number,
	): Promise<Conversation[]>;
	/** Oldest first; the last `limit` messages of the session, or of the conversation. */
	readMessages(tenant: string, conversation: string, limit: number, session?: string): Promise<StoredMessage[]>;
	setMode(tenant: string, conversation: string, change: ModeChange): Promise<{ withdrawn: number } | undefined>;
	/** Notes a change that we are about to make at the provider, so that its echo is recognized, once. */
	expectEcho(tenant: string, conversation: string, field: 'status' | 'assignee' | 'labels', value: string, withinMs: number): Promise<void>;
}
