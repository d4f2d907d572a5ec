import { isIn, type AskedWord, type ManifestWords } from './manifest-words';

/** How well a manifest fits what was asked, 0 to 1, and why, for people. */
export interface Score {
	score: number;
	reasons: string[];
}

/** What a word is worth where only some are found: of capabilities and the name more than of the purpose, which is prose. */
const IN_PURPOSE = 0.8;
const ALL_IN_ONE_CAPABILITY = 0.95;
const ALL = 0.6;
const ALL_IN_CAPABILITIES = 0.3;
const SOME = 0.5;

/** How much a word says: one that all manifests have says little. */
export type Weight = (word: AskedWord) => number;

/** One capability that was asked for by name. */
export function scoreCapability(capability: string, words: AskedWord[], found: ManifestWords): Score | undefined {
	const exact = found.capabilities.find((one) => one.capability.toLowerCase() === capability.toLowerCase());
	if (exact) return { score: 1, reasons: [`has the capability ${exact.capability}`] };
	const scored = scoreWords(words, found, () => 1);
	return scored && scored.score >= ALL ? scored : undefined;
}

/** A question in words. `named`: the texts in it that could be the name of a capability. */
export function scoreQuestion(named: ReadonlySet<string>, words: AskedWord[], found: ManifestWords, weight: Weight): Score | undefined {
	const exact = found.capabilities.find(({ capability }) => named.has(capability.toLowerCase()));
	if (exact) return { score: 1, reasons: [`has the capability ${exact.capability}`] };
	return scoreWords(words, found, weight);
}

/** An exact capability is better than all words, and all words are better than some. */
function scoreWords(words: AskedWord[], found: ManifestWords, weight: Weight): Score | undefined {
	const places = words.map((asked) => ({ asked, place: placeOf(asked, found) }));
	const missing = places.filter(({ place }) => place === undefined);
	if (missing.length === places.length) return undefined;
	const whole = missing.length === 0 && found.capabilities.find(({ forms }) => words.every((word) => isIn(word, forms)));
	if (whole) return { score: ALL_IN_ONE_CAPABILITY, reasons: [`its capability ${whole.capability} says ${listed(words)}`] };
	const total = sum(words.map(weight));
	const [inCapabilities, inPurpose] = (['capabilities', 'purpose'] as const).map((wanted) =>
		places.filter(({ place }) => place === wanted).map(({ asked }) => asked),
	);
	const [capable, meant] = [inCapabilities!, inPurpose!].map((list) => sum(list.map(weight)) / total);
	const score = missing.length === 0 ? ALL + ALL_IN_CAPABILITIES * capable! : SOME * (capable! + IN_PURPOSE * meant!);
	const said: Array<[string, AskedWord[]]> = [
		['its capabilities say', inCapabilities!],
		['its purpose says', inPurpose!],
		['nothing says', missing.map(({ asked }) => asked)],
	];
	return { score: round(score), reasons: said.filter(([, list]) => list.length > 0).map(([what, list]) => `${what} ${listed(list)}`) };
}

function placeOf(word: AskedWord, { capabilities, name, purpose }: ManifestWords): 'capabilities' | 'purpose' | undefined {
	if (capabilities.some(({ forms }) => isIn(word, forms)) || isIn(word, name)) return 'capabilities';
	return isIn(word, purpose) ? 'purpose' : undefined;
}

const listed = (words: AskedWord[]): string => words.map(({ word }) => word).join(', ');
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
export const round = (score: number): number => Math.round(score * 1000) / 1000;
