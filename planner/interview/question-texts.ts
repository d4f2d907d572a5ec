import type { Language } from '../../core/base/text/languages';
import { enQuestions } from './texts/en';
import { ptQuestions } from './texts/pt';
import type { QuestionTexts } from './texts/shape';

export const questionTexts: Record<Language, QuestionTexts> = { en: enQuestions, pt: ptQuestions };
