import { bitsIn, type AskedWords, type ManifestWords } from './manifest-words';

export interface Score {
	score: number;
	/** Called only for displayed manifests. */
	reasons: () => string[];
}

/** Weights for partial matches: capabilities and name count more than the purpose, which is prose. */
const inPurpose = 0.8;
const allInOneCapability = 0.95;
const allWordsScore = 0.6;
const allInCapabilities = 0.3;
const some = 0.5;

export type Weights = readonly number[];

export function scoreCapability(capability: string, asked: AskedWords, manifest: ManifestWords): Score | undefined {
	const exact = manifest.capabilities.find((one) => one.capability.toLowerCase() === capability.toLowerCase());
	if (exact) return hasCapability(exact);
	const scored = scoreWords(
		asked,
		manifest,
		asked.words.map(() => 1),
	);
	return scored && scored.score >= allWordsScore ? scored : undefined;
}

export function scoreQuestion(named: ReadonlySet<string>, asked: AskedWords, manifest: ManifestWords, weights: Weights): Score | undefined {
	const exact = manifest.capabilities.find(({ capability }) => named.has(capability.toLowerCase()));
	return exact ? hasCapability(exact) : scoreWords(asked, manifest, weights);
}

const hasCapability = ({ capability }: { capability: string }): Score => ({
	score: 1,
	reasons: () => [`has the capability ${capability}`],
});

/** An exact capability beats all words, which beat some words. */
function scoreWords(asked: AskedWords, { capabilities, name, purpose }: ManifestWords, weights: Weights): Score | undefined {
	const { words, all } = asked;
	let capable = bitsIn(asked, name);
	let whole: string | undefined;
	for (const one of capabilities) {
		const bits = bitsIn(asked, one.words);
		if (bits === all) whole ??= one.capability;
		capable |= bits;
	}
	const meant = bitsIn(asked, purpose) & ~capable;
	const missing = all & ~(capable | meant);
	if (missing === all) return undefined;
	const listed = (bits: number): string => words.filter((_, place) => bits & (1 << place)).join(', ');
	if (whole !== undefined) return { score: allInOneCapability, reasons: () => [`its capability ${whole} says ${listed(all)}`] };
	const share = (bits: number): number => sumWeights(bits, weights) / sumWeights(all, weights);
	const score = missing === 0 ? allWordsScore + allInCapabilities * share(capable) : some * (share(capable) + inPurpose * share(meant));
	const said: Array<[string, number]> = [
		['its capabilities say', capable],
		['its purpose says', meant],
		['nothing says', missing],
	];
	return { score: round(score), reasons: () => said.filter(([, bits]) => bits !== 0).map(([what, bits]) => `${what} ${listed(bits)}`) };
}

function sumWeights(bits: number, weights: Weights): number {
	let total = 0;
	for (let place = 0; place < weights.length; place += 1) if (bits & (1 << place)) total += weights[place]!;
	return total;
}

const round = (score: number): number => Math.round(score * 1000) / 1000;
