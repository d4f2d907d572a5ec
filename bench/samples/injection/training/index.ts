import { readFileSync } from 'node:fs';
import { readJsonLines } from '../../read-lines';
import { generateAttacks, type Grammar, randomFrom } from '../generate';
import type { InjectionSample, SampleLanguage } from '../sample';

const folder = 'bench/samples/injection/training';
const seed = 230;

/** Written by hand for the model. */
export const writtenForTheModel = readJsonLines<InjectionSample>(`${folder}/texts.jsonl`);

type Parts = Omit<Grammar, 'language'>;

const readGrammars = (name: string) =>
	JSON.parse(readFileSync(`${folder}/grammars/${name}.json`, 'utf8')) as { language: SampleLanguage; attacks: Parts; harmless: Parts };

/** Put together from parts, by the same kinds. */
export const generatedForTheModel: InjectionSample[] = [
	['english', 600],
	['portuguese', 600],
	['spanish', 350],
	['german', 350],
].flatMap(([name, count], at) => {
	const { language, attacks, harmless } = readGrammars(name as string);
	return [
		...generate({ language, ...attacks }, true, count as number, at),
		...generate({ language, ...harmless }, false, count as number, 20 + at),
	];
});

function generate(grammar: Grammar, attack: boolean, count: number, at: number): InjectionSample[] {
	const texts = generateAttacks(grammar, count, randomFrom(seed + at), attack);
	return texts.map((sample) => ({ ...sample, category: sample.category.replace('generated-', '') }));
}
