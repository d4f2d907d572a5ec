import type { Audios } from '../ports/channels/audios';
import type { ChannelDirectory, ChannelRecord, ChannelRecords } from '../ports/channels/channel-records';
import type { ChannelRetention } from '../ports/channels/channel-retention';
import type { ChannelSettings } from '../ports/channels/channel-settings';
import type { ChannelStates } from '../ports/channels/channel-states';
import type { ContactRights } from '../ports/channels/contact-rights';
import type { ConversationDeals } from '../ports/channels/conversation-deals';
import type { Conversations } from '../ports/channels/conversations';
import type { Contacts } from '../ports/channels/contacts';
import type { ReceiptStore } from '../ports/channels/receipts';
import type { AgentSilencer } from '../ports/channels/agent-silencer';
import type { Switches } from '../ports/switches';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { FollowUps } from '../ports/channels/follow-ups';
import type { Mailbox, Turn } from '../ports/channels/mailbox';
import type { Outbox } from '../ports/channels/outbox';
import type { SessionStore } from '../ports/channels/sessions';
import type { Waits } from '../ports/channels/waits';
import type { Tracing } from '../ports/tracing';
import type { Language } from '../base/text/languages';
import type { Clock } from '../ports/host';
import type { AudioWork } from './audio/audio-parts';
import type { FindAnswer } from './end-awaited';
import type { HasClosedDeal } from './follow-up';
import type { WaitParts } from './tell-waits';
import type { ReceiptParts } from './apply-receipts';
import type { OnGivenUp } from './failed-work';
import type { RememberParts } from './remember-session';

/** The state of channels, and how they are opened. */
export interface ChannelParts {
	channels: ChannelRecords;
	states: ChannelStates;
	receipts: ReceiptStore;
	contacts: Contacts;
	rights: ContactRights;
	mailbox: Mailbox;
	audios: Audios;
	outbox: Outbox;
	sessions: SessionStore;
	handOvers: HandOvers;
	waits: Waits;
	followUps: FollowUps;
	directory: ChannelDirectory;
	switches: Switches;
	silencer: AgentSilencer;
	conversations: Conversations;
	deals: ConversationDeals;
	retention: ChannelRetention;
	settings: ChannelSettings;
	/** Returns the language of a tenant, if it states one: of notes for its people, and for a channel that states none for its audios. */
	readLanguage?: (tenant: string) => Promise<Language | undefined>;
	/** Traces what arrives and what follows it. */
	tracing?: Tracing;
}

export interface ChannelWorkerOptions {
	clock: Clock;
	/** Answers a turn of such a channel, and ends it. */
	answer: (turn: Turn, holder: string, signal: AbortSignal) => Promise<void>;
	/** Whether this process can answer turns of a channel. */
	canAnswer: (channel: ChannelRecord) => boolean;
	/** Stores the summary of a session of a channel that remembers them. */
	remember?: RememberParts['remember'];
	/** Finds what became of runs that waited for a person. Without it, another process has to. */
	findAnswer?: FindAnswer;
	/** Ends follow-ups whose deal is closed. */
	hasClosedDeal?: HasClosedDeal;
	/** Turns audios into text. Without it, another process has to. */
	audio?: AudioWork;
	/** Returns what is known of the people of a tenant, who read notes at a desk. */
	readPeople?: WaitParts['readPeople'];
	onApplied?: ReceiptParts['onApplied'];
	onGivenUp?: OnGivenUp;
	onEscalated?: WaitParts['onEscalated'];
	/** Hears of a failure that a loop goes on after. */
	onFault: (what: string, fault: unknown) => void;
	/** Turns that are answered at the same time. 0: other processes answer them, and remember sessions. Default: `defaultTurns`. */
	concurrency?: number;
}
