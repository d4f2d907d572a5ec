import { effect, signal } from '@preact/signals';
import type { Problem } from '../../../api/problem';
import { session } from '../../../api/session';

interface Draft {
	text: string;
	key: string;
	sentText?: string;
	isBusy?: boolean;
	problem?: Problem;
}

/** Drafts by conversation while the page is open, never in the browser's storage. They survive a change of room, also while sending. */
const drafts = signal<ReadonlyMap<string, Draft>>(new Map());

let owner: string | undefined;
effect(() => {
	if (!session.value) return;
	const { tenant, subject } = session.value;
	const next = JSON.stringify([tenant, subject]);
	// Drafts of a person who signed out are dropped.
	if (owner !== undefined && owner !== next) drafts.value = new Map();
	owner = next;
});

const unsent: Omit<Draft, 'key'> = { text: '' };

export const readDraft = (conversation: string): Omit<Draft, 'key'> => drafts.value.get(conversation) ?? unsent;

export function changeDraft(conversation: string, changes: Partial<Draft>): void {
	const draft = drafts.peek().get(conversation) ?? { text: '', key: crypto.randomUUID() };
	drafts.value = new Map(drafts.peek()).set(conversation, { ...draft, ...changes });
}

export function beginSend(conversation: string): { text: string; key: string } {
	const { text = '', key = crypto.randomUUID(), sentText = text } = drafts.peek().get(conversation) ?? {};
	const sent = { text, key: sentText === text ? key : crypto.randomUUID() };
	changeDraft(conversation, { ...sent, sentText: text, isBusy: true, problem: undefined });
	return sent;
}

export function endSend(conversation: string, sent: { text: string; key: string }): void {
	const draft = drafts.peek().get(conversation);
	if (draft?.key !== sent.key) return;
	const text = draft.text.startsWith(sent.text) ? draft.text.slice(sent.text.length).trimStart() : draft.text;
	drafts.value = new Map(drafts.peek()).set(conversation, { text, key: crypto.randomUUID() });
}

export function failSend(conversation: string, { key }: { key: string }, problem: Problem): void {
	if (drafts.peek().get(conversation)?.key === key) changeDraft(conversation, { isBusy: false, problem });
}
