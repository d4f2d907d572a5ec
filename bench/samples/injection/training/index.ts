import { generateAttacks, type Grammar, randomFrom } from '../generate';
import type { InjectionSample } from '../sample';
import { trainingAttacksEnglish } from './attacks-english';
import { trainingAttacksGerman } from './attacks-german';
import { trainingAttacksPortuguese } from './attacks-portuguese';
import { trainingAttacksSpanish } from './attacks-spanish';
import { englishAttackGrammar, englishHarmlessGrammar } from './grammars/english';
import { germanAttackGrammar, germanHarmlessGrammar } from './grammars/german';
import { portugueseAttackGrammar, portugueseHarmlessGrammar } from './grammars/portuguese';
import { spanishAttackGrammar, spanishHarmlessGrammar } from './grammars/spanish';
import { trainingHarmlessEnglish } from './harmless-english';
import { trainingHarmlessMails } from './harmless-mails';
import { trainingHarmlessPortuguese } from './harmless-portuguese';
import { trainingHarmlessSpanishAndGerman } from './harmless-spanish-german';
import { moreTrainingAttacks } from './more-attacks';
import { moreTrainingHarmless } from './more-harmless';

/** Written by hand for the model, by kind. */
export const writtenForTheModel: InjectionSample[] = [
	...trainingAttacksEnglish,
	...trainingAttacksPortuguese,
	...trainingAttacksSpanish,
	...trainingAttacksGerman,
	...trainingHarmlessEnglish,
	...trainingHarmlessPortuguese,
	...trainingHarmlessSpanishAndGerman,
	...trainingHarmlessMails,
	...moreTrainingAttacks,
	...moreTrainingHarmless,
];

const seed = 230;

const generate = (grammar: Grammar, attack: boolean, count: number, at: number): InjectionSample[] =>
	generateAttacks(grammar, count, randomFrom(seed + at), attack).map((sample) => ({
		...sample,
		category: sample.category.replace('generated-', ''),
	}));

/** Put together from parts, by the same kinds. */
export const generatedForTheModel: InjectionSample[] = [
	...[englishAttackGrammar, portugueseAttackGrammar].flatMap((grammar, at) => generate(grammar, true, 600, at)),
	...[spanishAttackGrammar, germanAttackGrammar].flatMap((grammar, at) => generate(grammar, true, 350, 10 + at)),
	...[englishHarmlessGrammar, portugueseHarmlessGrammar].flatMap((grammar, at) => generate(grammar, false, 600, 20 + at)),
	...[spanishHarmlessGrammar, germanHarmlessGrammar].flatMap((grammar, at) => generate(grammar, false, 350, 30 + at)),
];
