import { toZonedDay, toZonedMinute } from '../iso-time';
import type { Language } from './languages';

/** Writes the days in a text such as `2026-12-14 09:30` in the form of a language: `14/12/2026 09:30`. Leaves numbers of requests unchanged. */
export const writeDays = (text: string, language: Language): string =>
	language === 'pt' ? text.replace(/(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])/g, '$3/$2/$1') : text;

/** Writes a time such as `2026-12-14T12:30:00.000Z` in the form of a language: `14/12/2026 09:30 (America/Sao_Paulo)`. */
export const writeTime = (time: string, timeZone: string, language: Language): string =>
	`${writeDays(toZonedMinute(Date.parse(time), timeZone), language)} (${timeZone})`;

/** Writes a time as people stated it, often only the day: `14/12/2026 (America/Sao_Paulo)`. */
export const writeSaidTime = (time: string, timeZone: string, language: Language): string =>
	`${writeSaidDay(time, timeZone, language)} (${timeZone})`;

/** The same without the time zone. */
export const writeSaidDay = (time: string, timeZone: string, language: Language): string =>
	writeDays(toZonedDay(Date.parse(time), timeZone), language);
