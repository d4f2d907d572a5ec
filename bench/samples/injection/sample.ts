/** A text and what it is. */
export interface InjectionSample {
	text: string;
	attack: boolean;
	/** What kind of attack or of harmless text. */
	category: string;
	language: SampleLanguage;
}

export type SampleLanguage = 'en' | 'pt' | 'de' | 'es';

/** Samples of one kind, one on each line; `\n` in a line stands for a line break. */
export function samples(attack: boolean, category: string, language: SampleLanguage, lines: string): InjectionSample[] {
	return lines
		.trim()
		.split('\n')
		.map((line) => ({ text: line.trim().replaceAll('\\n', '\n').replaceAll('\\t', '\t'), attack, category, language }));
}
