import { en } from './en';
import type { Messages } from './messages';
import { pt } from './pt';

export type MessageChanges = { readonly [Part in keyof Messages]?: Messages[Part] extends string ? string : Partial<Messages[Part]> };

const catalogues: Readonly<Record<string, Messages>> = { en, pt };

/** Returns the catalogue of a BCP 47 language with the caller's texts; English for an unknown one. */
export function chooseMessages(language: string | undefined, changes: MessageChanges | undefined): Messages {
	const base = catalogues[(language ?? 'en').toLowerCase().split('-')[0] ?? 'en'] ?? en;
	if (!changes) return base;
	return {
		language: changes.language ?? base.language,
		types: { ...base.types, ...changes.types },
		triggers: { ...base.triggers, ...changes.triggers },
		triggered: changes.triggered ?? base.triggered,
		repeats: { ...base.repeats, ...changes.repeats },
		texts: { ...base.texts, ...changes.texts },
		keys: Array.isArray(changes.keys) ? (changes.keys as Messages['keys']) : base.keys,
	};
}
