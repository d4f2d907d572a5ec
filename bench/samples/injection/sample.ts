/** A text and what it is. */
export interface InjectionSample {
	text: string;
	attack: boolean;
	/** What kind of attack or of harmless text. */
	category: string;
	language: SampleLanguage;
}

export type SampleLanguage = 'en' | 'pt' | 'de' | 'es';

/** A text that is hidden behind encodings. */
export type Payload = readonly [language: 'en' | 'pt', text: string];
