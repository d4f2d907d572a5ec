import { Range, rcompare } from 'semver';
import { TroupeError } from '../../../core/errors';
import type { SnapshotRollout } from '../../documents/documents';
import type { ManifestSummary, Match, ResolveRequest } from '../registry-api';
import { chooseVersion, type RunnableVersion } from './choose-version';
import { askedWords, isIn, wordsOf, type AskedWord, type ManifestWords } from './manifest-words';
import { scoreCapability, scoreQuestion, type Score, type Weight } from './score';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
const MAX_QUESTION = 2_000;

type Runnable = ManifestSummary & RunnableVersion;

/**
 * Which manifests fit what is asked, the best first, each with its reasons: by score, approved before deprecated, the highest version first.
 * With a name all its versions in the range; without, of each name the one that fits best. Revoked ones and drafts never.
 * @throws TroupeError INPUT_INVALID
 */
export function rankMatches(
	request: ResolveRequest,
	manifests: readonly ManifestSummary[],
	rollouts: readonly SnapshotRollout[] = [],
): Match[] {
	const range = readRange(request.range);
	const ask = readAsk(request);
	const fitting = given(candidatesOf(request, manifests, range), request, range, rollouts);
	const matches = scoreAll(fitting, request, ask).sort(compareMatches);
	return firstOfEachName(matches, request).slice(0, limitOf(request));
}

function candidatesOf({ kind, name }: ResolveRequest, manifests: readonly ManifestSummary[], range: Range): Runnable[] {
	return manifests.filter(
		(one): one is Runnable =>
			(one.state === 'approved' || one.state === 'deprecated') &&
			(kind === undefined || one.kind === kind) &&
			(name === undefined || one.name === name) &&
			range.test(one.version),
	);
}

/** For an instance, of each name the version that a rollout gives it. */
function given(candidates: Runnable[], { instance }: ResolveRequest, range: Range, rollouts: readonly SnapshotRollout[]): Runnable[] {
	if (instance === undefined || rollouts.length === 0) return candidates;
	const ruled = groupBy(rollouts, ({ kind, package: name }) => `${kind}:${name}`);
	return [...groupBy(candidates, ({ kind, name }) => `${kind}:${name}`)].flatMap(([key, versions]) => {
		const those = ruled.get(key);
		if (!those) return versions;
		const choice = chooseVersion(versions, range, those, instance);
		return choice.kind === 'chosen' ? [choice.version] : [];
	});
}

/** What is asked, its words found once. */
interface Ask {
	capabilities: Array<{ capability: string; words: AskedWord[] }>;
	question?: { named: ReadonlySet<string>; words: AskedWord[] };
}

function readAsk({ capabilities = [], question }: ResolveRequest): Ask {
	if (question !== undefined && question.length > MAX_QUESTION) throw invalid('question', `at most ${MAX_QUESTION} characters`);
	return {
		capabilities: capabilities.map((capability) => ({ capability, words: askedWords(capability) })),
		...(question !== undefined && { question: { named: namedIn(question), words: askedWords(question) } }),
	};
}

/** What could be the name of a capability: the whole of it, and what has a separator in it. A plain word is a word. */
function namedIn(question: string): Set<string> {
	const texts = question.toLowerCase().match(/[\p{L}\p{N}]+(?:[_.:/-][\p{L}\p{N}]+)+/gu) ?? [];
	return new Set([...texts, question.trim().toLowerCase()]);
}

function scoreAll(candidates: Runnable[], request: ResolveRequest, ask: Ask): Match[] {
	const asksForWords = ask.question !== undefined || ask.capabilities.length > 0;
	const known = candidates.map((manifest) => ({ manifest, words: asksForWords ? wordsOf(manifest) : undefined }));
	const weight = ask.question ? rarity(ask.question.words, known) : () => 1;
	return known.flatMap(({ manifest, words }) => {
		const scores = [...nameScore(request, manifest), ...(words ? wordScores(ask, words, weight) : [])];
		if (scores.some((score) => score === undefined)) return [];
		return [matchOf(manifest, scores as Score[])];
	});
}

function nameScore({ name, range }: ResolveRequest, { version }: ManifestSummary): Score[] {
	const reasons = [...(name === undefined ? [] : [`is named ${name}`]), ...(range === undefined ? [] : [`${version} is in ${range}`])];
	return [{ score: 1, reasons }];
}

function wordScores({ capabilities, question }: Ask, found: ManifestWords, weight: Weight): Array<Score | undefined> {
	return [
		...capabilities.map(({ capability, words }) => scoreCapability(capability, words, found)),
		...(question ? [scoreQuestion(question.named, question.words, found, weight)] : []),
	];
}

/** As search engines weigh words: the fewer manifests have one, the more it says. */
function rarity(words: AskedWord[], known: Array<{ words?: ManifestWords }>): Weight {
	const weights = new Map(
		words.map((asked) => {
			const having = known.filter(({ words: found }) => found && has(asked, found)).length;
			return [asked.word, Math.log(1 + known.length / (1 + having))];
		}),
	);
	return ({ word }) => Math.max(0.01, weights.get(word) ?? 0);
}

const has = (asked: AskedWord, { capabilities, name, purpose }: ManifestWords): boolean =>
	isIn(asked, name) || isIn(asked, purpose) || capabilities.some(({ forms }) => isIn(asked, forms));

function matchOf(manifest: Runnable, scores: Score[]): Match {
	return {
		manifest,
		score: Math.min(...scores.map(({ score }) => score)),
		reasons: [...new Set(scores.flatMap(({ reasons }) => reasons))],
		warnings: manifest.state === 'deprecated' ? [deprecationOf(manifest)] : [],
	};
}

/** What people are told of a deprecated version. */
export function deprecationOf({
	name,
	version,
	successor,
	reason,
}: Pick<ManifestSummary, 'name' | 'version' | 'successor' | 'reason'>): string {
	const advice = successor === undefined ? '' : `: go to ${successor}`;
	return `${name} ${version} is deprecated${advice}${reason ? ` (${reason})` : ''}`;
}

/** The same order whatever order they came in. */
function compareMatches(one: Match, other: Match): number {
	const [left, right] = [one.manifest, other.manifest];
	return (
		other.score - one.score ||
		one.warnings.length - other.warnings.length ||
		compareText(left.name, right.name) ||
		compareText(left.kind, right.kind) ||
		rcompare(left.version, right.version) ||
		compareText(left.sha256, right.sha256)
	);
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function firstOfEachName(matches: Match[], { name }: ResolveRequest): Match[] {
	if (name !== undefined) return matches;
	return [...groupBy(matches, ({ manifest }) => `${manifest.kind}:${manifest.name}`).values()].map(([first]) => first!);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const key = keyOf(item);
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
		throw invalid('range', 'a range of node-semver, such as ^1.2');
	}
}

function limitOf({ limit = DEFAULT_LIMIT }: ResolveRequest): number {
	if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, MAX_LIMIT);
	throw invalid('limit', `a whole number of 1 to ${MAX_LIMIT}`);
}

function invalid(field: string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "${field}" of what is looked for is wrong: expected ${expected}.`,
		fix: `Correct "${field}".`,
		details: { field, expected },
	});
}
