import { effect, signal } from '@preact/signals';
import { session } from '../../../api/session';

/** A value that the prompt gets, with one to try it with. */
export interface Input {
	name: string;
	sample: string;
	/** Others can write it, such as a customer. */
	isUntrusted: boolean;
}

/** A prompt that somebody edits. */
export interface PromptDraft {
	text: string;
	purpose: string;
	inputs: Input[];
	/** Says what changed, and why. */
	notes: string;
	/** In place of the proposed version. */
	version?: string;
	/** The published version that the person began with, by its hash. */
	base?: string;
}

/** By name of the prompt, as long as the page is open: never in the browser's storage. Whoever leaves and returns finds theirs. */
const drafts = signal<ReadonlyMap<string, PromptDraft>>(new Map());

let owner: string | undefined;
effect(() => {
	if (!session.value) return;
	const { tenant, subject } = session.value;
	const next = JSON.stringify([tenant, subject]);
	// Nobody finds what somebody else typed before they signed out.
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

/** Matches a whole text that can be the name of an input. */
export const inputName = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
export const promptName = '[a-z0-9][a-z0-9._\\-]{0,199}';
/** As the service takes them. */
export const maxText = 100_000;
export const maxSample = 10_000;

/** Writes the file that an author signs. */
export const writeFile = (name: string, version: string, { purpose, text }: Pick<PromptDraft, 'purpose' | 'text'>): string =>
	`---\nname: ${name}\nversion: ${version}\npurpose: ${purpose.trim()}\n---\n\n${text.trim()}\n`;
