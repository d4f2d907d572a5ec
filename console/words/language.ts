import { signal } from '@preact/signals';
import { readPreference, writePreference } from './preferences';

export const languages = { en: 'English', pt: 'Português' } as const;
export type Language = keyof typeof languages;

const isLanguage = (text: string | undefined): text is Language => text !== undefined && Object.hasOwn(languages, text);

/** The language of the page: the person's choice, else the browser's first supported one. */
export const language = signal<Language>(findLanguage());

export function chooseLanguage(chosen: Language): void {
	language.value = chosen;
	writePreference('language', chosen);
}

function findLanguage(): Language {
	const chosen = readPreference('language');
	if (isLanguage(chosen)) return chosen;
	return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

/** The locale of dates and numbers: the browser's for the language, such as `pt-PT`, else the most common. */
export function localeOf(chosen: Language = language.value): string {
	return navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${chosen}-`)) ?? { en: 'en-US', pt: 'pt-BR' }[chosen];
}
