import type { Language } from './languages';

/** Writes the days in a text such as `2026-12-14 09:30` as people of a language read them: `14/12/2026 09:30`. The number of a request stays. */
export const writeDays = (text: string, language: Language): string =>
	language === 'pt' ? text.replace(/(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])/g, '$3/$2/$1') : text;
