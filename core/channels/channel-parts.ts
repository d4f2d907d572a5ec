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
	/** Returns the tenant's language, if stated: for notes to its people, and for channels without a language for audios. */
	readLanguage?: (tenant: string) => Promise<Language | undefined>;
	tracing?: Tracing;
}

export interface ChannelWorkerOptions {
	clock: Clock;
	answer: (turn: Turn, holder: string, signal: AbortSignal) => Promise<void>;
	canAnswer: (channel: ChannelRecord) => boolean;
	remember?: RememberParts['remember'];
	/** Finds the results of runs that waited for a person. Without it, another process does this. */
	findAnswer?: FindAnswer;
	hasClosedDeal?: HasClosedDeal;
	audio?: AudioWork;
	readPeople?: WaitParts['readPeople'];
	onApplied?: ReceiptParts['onApplied'];
	onGivenUp?: OnGivenUp;
	onEscalated?: WaitParts['onEscalated'];
	/** Hears of failures after which a loop goes on. */
	onFault: (what: string, fault: unknown) => void;
	/** Turns answered at the same time. 0: other processes answer them, and remember sessions. Default: `defaultTurns`. */
	concurrency?: number;
}
