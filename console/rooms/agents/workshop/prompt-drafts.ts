import { effect, signal } from '@preact/signals';
import { session } from '../../../api/session';

export interface Input {
	name: string;
	sample: string;
	/** Others, such as a customer, can write it. */
	isUntrusted: boolean;
}

export interface PromptDraft {
	text: string;
	purpose: string;
	inputs: Input[];
	notes: string;
	version?: string;
	base?: string;
}

/** Drafts by prompt name while the page is open, never in the browser's storage. They survive a change of room. */
const drafts = signal<ReadonlyMap<string, PromptDraft>>(new Map());

let owner: string | undefined;
effect(() => {
	if (!session.value) return;
	const { tenant, subject } = session.value;
	const next = JSON.stringify([tenant, subject]);
	// Drafts of a person who signed out are dropped.
	if (owner !== undefined && owner !== next) drafts.value = new Map();
	owner = next;
});

export const readDraft = (name: string): PromptDraft | undefined => drafts.value.get(name);

export function storeDraft(name: string, draft: PromptDraft | undefined): void {
	const next = new Map(drafts.peek());
	if (draft) next.set(name, draft);
	else next.delete(name);
	drafts.value = next;
}

export const inputName = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
export const promptName = '[a-z0-9][a-z0-9._\\-]{0,199}';
/** Same bound as in the service. */
export const maxText = 100_000;
export const maxSample = 10_000;

export const writeFile = (name: string, version: string, { purpose, text }: Pick<PromptDraft, 'purpose' | 'text'>): string =>
	`---\nname: ${name}\nversion: ${version}\npurpose: ${purpose.trim()}\n---\n\n${text.trim()}\n`;
