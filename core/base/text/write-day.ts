import { toZonedDay, toZonedMinute } from '../iso-time';
import type { Language } from './languages';

/** Writes the days in a text such as `2026-12-14 09:30` as people of a language read them: `14/12/2026 09:30`. The number of a request stays. */
export const writeDays = (text: string, language: Language): string =>
	language === 'pt' ? text.replace(/(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])/g, '$3/$2/$1') : text;

/** Writes a time such as `2026-12-14T12:30:00.000Z` as people of a language read it, in a time zone: `14/12/2026 09:30 (America/Sao_Paulo)`. */
export const writeTime = (time: string, timeZone: string, language: Language): string =>
	`${writeDays(toZonedMinute(Date.parse(time), timeZone), language)} (${timeZone})`;

/** Writes a time that people said, of which they often wrote the day alone: `14/12/2026 (America/Sao_Paulo)`. */
export const writeSaidTime = (time: string, timeZone: string, language: Language): string =>
	`${writeSaidDay(time, timeZone, language)} (${timeZone})`;

/** Writes the same where the time zone is said elsewhere. */
export const writeSaidDay = (time: string, timeZone: string, language: Language): string =>
	writeDays(toZonedDay(Date.parse(time), timeZone), language);
