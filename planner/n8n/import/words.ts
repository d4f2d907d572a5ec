import type { Language } from '../../../core/base/text/languages';
import type { ImportWords } from './import-words';
import { importEn } from './words-en';
import { importPt } from './words-pt';

export const importWords: Record<Language, ImportWords> = { en: importEn, pt: importPt };
