import { Range, rcompare, SemVer } from 'semver';
import { TroupeError } from '../../../core/base/errors';
import { describeDeprecation } from '../../documents/deprecation';
import type { SnapshotRollout } from '../../documents/snapshot-document';
import type { ManifestSummary, Match, ResolveRequest } from '../registry-api';
import { chooseVersion, stateOrder, type RunnableVersion } from './choose-version';
import { bitsIn, collectBits, ManifestIndex, type AskedWords, type ManifestWords } from './manifest-words';
import { isInRange } from './version-range';

interface Score {
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

type Weights = readonly number[];

function scoreCapability(capability: string, asked: AskedWords, manifest: ManifestWords): Score | undefined {
	const exact = manifest.capabilities.find((one) => one.capability.toLowerCase() === capability.toLowerCase());
	if (exact) return hasCapability(exact);
	const scored = scoreWords(
		asked,
		manifest,
		asked.words.map(() => 1),
	);
	return scored && scored.score >= allWordsScore ? scored : undefined;
}

function scoreQuestion(named: ReadonlySet<string>, asked: AskedWords, manifest: ManifestWords, weights: Weights): Score | undefined {
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

const defaultLimit = 20;
const maxLimit = 100;
const maxQuestion = 2_000;
const maxCapabilities = 20;
const maxCapability = 200;

type Runnable = ManifestSummary & RunnableVersion;

/**
 * Ranks by score, approved before deprecated, then the highest version. With a name: all its versions in the range. Without: the best version of each
 * name. Leaves out revoked ones and drafts. @throws TroupeError INPUT_INVALID
 */
export function rankMatches(
	request: ResolveRequest,
	manifests: readonly ManifestSummary[],
	rollouts: readonly SnapshotRollout[] = [],
	index = new ManifestIndex(),
): Match[] {
	const range = readRange(request.range);
	checkQuestion(request);
	const fitting = applyRollouts(listCandidates(request, manifests, range), request, range, rollouts);
	const scored = scoreAll(fitting, request, index).sort(compareScored);
	return keepBestPerName(scored, request).slice(0, checkLimit(request)).map(toMatch);
}

function listCandidates({ kind, name }: ResolveRequest, manifests: readonly ManifestSummary[], range: Range): Runnable[] {
	return manifests.filter(
		(one): one is Runnable =>
			(one.state === 'approved' || one.state === 'deprecated') &&
			(kind === undefined || one.kind === kind) &&
			(name === undefined || one.name === name) &&
			isInRange(one.version, range, parsed(one.version)),
	);
}

function applyRollouts(
	candidates: Runnable[],
	{ instance }: ResolveRequest,
	range: Range,
	rollouts: readonly SnapshotRollout[],
): Runnable[] {
	if (instance === undefined || rollouts.length === 0) return candidates;
	const ruled = groupBy(rollouts, ({ kind, package: name }) => `${kind}:${name}`);
	return [...groupBy(candidates, ({ kind, name }) => `${kind}:${name}`)].flatMap(([key, versions]) => {
		const those = ruled.get(key);
		if (!those) return versions;
		const choice = chooseVersion(versions, range, those, instance);
		return choice.kind === 'chosen' ? [choice.version] : [];
	});
}

interface Ask {
	capabilities: Array<{ capability: string; words: AskedWords }>;
	question?: { named: ReadonlySet<string>; words: AskedWords };
}

function checkQuestion({ capabilities = [], question = '' }: ResolveRequest): void {
	if (question.length > maxQuestion) throw invalid('question', `at most ${maxQuestion} characters`);
	if (capabilities.length > maxCapabilities || capabilities.some(({ length }) => length > maxCapability))
		throw invalid('capabilities', `at most ${maxCapabilities} of at most ${maxCapability} characters`);
}

function readAsk({ capabilities = [], question }: ResolveRequest, index: ManifestIndex): Ask {
	return {
		capabilities: capabilities.map((capability) => ({ capability, words: index.asked(capability) })),
		...(question !== undefined && { question: { named: namedIn(question), words: index.asked(question) } }),
	};
}

/** Possible capability names: the whole question, and every part with a separator. */
function namedIn(question: string): Set<string> {
	const texts = question.toLowerCase().match(/[\p{L}\p{N}]+(?:[_.:/-][\p{L}\p{N}]+)+/gu) ?? [];
	return new Set([...texts, question.trim().toLowerCase()]);
}

interface Scored {
	manifest: Runnable;
	score: number;
	scores: Score[];
}

function scoreAll(candidates: Runnable[], request: ResolveRequest, index: ManifestIndex): Scored[] {
	const asksForWords = request.question !== undefined || (request.capabilities?.length ?? 0) > 0;
	const words = asksForWords ? index.readWords(candidates) : [];
	const known = candidates.map((manifest, place) => ({ manifest, words: words[place] }));
	const ask = readAsk(request, index);
	const weights = ask.question ? rarity(ask.question.words, words) : [];
	return known.flatMap(({ manifest, words: found }) => {
		const scores = [nameScore(request, manifest), ...(found ? wordScores(ask, found, weights) : [])];
		if (scores.some((score) => score === undefined)) return [];
		const all = scores as Score[];
		return [{ manifest, scores: all, score: Math.min(...all.map(({ score }) => score)) }];
	});
}

function nameScore({ name, range }: ResolveRequest, { version }: ManifestSummary): Score {
	const reasons = () => [
		...(name === undefined ? [] : [`is named ${name}`]),
		...(range === undefined ? [] : [`${version} is in ${range}`]),
	];
	return { score: 1, reasons };
}

function wordScores({ capabilities, question }: Ask, manifest: ManifestWords, weights: Weights): Array<Score | undefined> {
	return [
		...capabilities.map(({ capability, words }) => scoreCapability(capability, words, manifest)),
		...(question ? [scoreQuestion(question.named, question.words, manifest, weights)] : []),
	];
}

/** The fewer manifests contain a word, the more it counts. */
function rarity(asked: AskedWords, manifests: ManifestWords[]): Weights {
	const having = asked.words.map(() => 0);
	for (const manifest of manifests) {
		const bits = collectBits(asked, manifest);
		if (bits !== 0) having.forEach((count, place) => bits & (1 << place) && (having[place] = count + 1));
	}
	return having.map((count) => Math.max(0.01, Math.log(1 + manifests.length / (1 + count))));
}

function toMatch({ manifest, score, scores }: Scored): Match {
	return {
		manifest,
		score,
		reasons: [...new Set(scores.flatMap(({ reasons }) => reasons()))],
		warnings: describeDeprecation(manifest),
	};
}

function compareScored(one: Scored, other: Scored): number {
	const left = one.manifest;
	const right = other.manifest;
	return (
		other.score - one.score ||
		stateOrder(left) - stateOrder(right) ||
		compareText(left.name, right.name) ||
		compareText(left.kind, right.kind) ||
		rcompare(parsed(left.version), parsed(right.version)) ||
		compareText(left.sha256, right.sha256)
	);
}

const maxVersions = 20_000;
const versions = new Map<string, SemVer>();

/** Cached: thousands of manifests share few versions. */
function parsed(text: string): SemVer {
	const known = versions.get(text) ?? new SemVer(text);
	if (versions.size >= maxVersions) versions.clear();
	versions.set(text, known);
	return known;
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function keepBestPerName(matches: Scored[], { name }: ResolveRequest): Scored[] {
	if (name !== undefined) return matches;
	return [...groupBy(matches, ({ manifest }) => `${manifest.kind}:${manifest.name}`).values()].map(([first]) => first!);
}

function groupBy<Item>(items: readonly Item[], getKey: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const key = getKey(item);
		const group = groups.get(key);
		if (group) group.push(item);
		else groups.set(key, [item]);
	}
	return groups;
}

function readRange(range = '*'): Range {
	try {
		return new Range(range);
	} catch {
		throw invalid('range', 'a node-semver range, such as ^1.2');
	}
}

function checkLimit({ limit = defaultLimit }: ResolveRequest): number {
	if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, maxLimit);
	throw invalid('limit', `a whole number of 1 to ${maxLimit}`);
}

function invalid(field: string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The search field "${field}" is wrong: expected ${expected}.`,
		fix: `Correct "${field}".`,
		details: { field, expected },
	});
}
