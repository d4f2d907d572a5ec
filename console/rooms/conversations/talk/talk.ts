import type { Tone } from '../../../parts/status';

export const modes = ['agent', 'person', 'off'] as const;
export const originKinds = ['ad', 'post', 'link', 'product'] as const;

interface Message {
	author: 'contact' | 'agent' | 'person' | 'program';
	writer: string | null;
	at: string;
	text: string;
}

export interface Talk {
	id: string;
	channel: string;
	contact: string;
	/** Null without the right to see names. */
	name: string | null;
	mode: (typeof modes)[number];
	lastMessageAt: string;
	wait: { since: string; waitsFor: 'agent' | 'person'; isLate: boolean; runId: string | null } | null;
	isHot: boolean;
	handOver: { at: string; reason: string; state: string; temperature: string | null } | null;
	origin: { via: (typeof originKinds)[number]; title: string | null; source: string | null } | null;
	assignedTo: string | null;
	lastMessage: Message | null;
	runs: number;
	costUsd: number | null;
	agent: string | null;
	sessionAgent: string | null;
	/** Current version of the contact; null if the agent is not published. */
	sessionVersion: string | null;
}

export interface TalkPage {
	items: Talk[];
	content: 'none' | 'masked' | 'full';
	channels: string[];
	cursor?: string;
	total?: number;
}

export interface Send {
	id: string;
	kind: string;
	run: string | null;
	state: 'queued' | 'held' | 'sending' | 'unknown' | 'sent' | 'delivered' | 'read' | 'refused' | 'failed' | 'withdrawn';
	attempts: number;
	reason: string | null;
	code: string | null;
	createdAt: string;
	sentAt: string | null;
	text: string;
}

export interface Run {
	runId: string;
	agent: string | null;
	state: string;
	outcome: string | null;
	reason: string | null;
	errorCode: string | null;
	costUsd: number | null;
	startedAt: string;
}

export interface HandOver {
	at: string;
	by: string;
	state: string;
	reason: string;
	summary: Record<string, string>;
}

export interface Note {
	at: string;
	kind: 'note' | 'assignment';
	by: string;
	text: string;
	desk: { name: string; state: string; reason: string | null } | null;
}

export interface Decision {
	runId: string;
	decideBy: string;
	pending: Array<{ id: string; kind: string; tool?: string; question?: string }>;
}

export interface WholeTalk extends Talk {
	content: TalkPage['content'];
	messages: Array<Message & { run: string | null }>;
	handOvers: HandOver[];
	notes: Note[];
	sends: Send[];
	ranAs: Run[];
	decisions: Decision[];
	deals: Array<{ account: string; id: string; state: string }>;
	reply: { state: 'open' | 'template' | 'closed' | 'opted-out' | 'no-channel'; closesAt: string | null };
}

export const modeTones: Record<Talk['mode'], Tone> = { agent: 'good', person: 'busy', off: 'quiet' };

/** Display name: without one, enough to tell two customers apart. */
export const nameTalk = ({ name, contact }: Pick<Talk, 'name' | 'contact'>, nameless: (id: string) => string): string =>
	name?.trim() || nameless(contact.slice(-6));
