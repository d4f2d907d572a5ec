import type { Language } from '../../core/base/text/languages';
import type { Candidate } from '../plan';
import { type Doer, type DoerSources, maxDoers } from './doer';
import { type Fit, minScore, readNeed, scoreNeed } from './score-need';
import { doerWords } from './words';

const maxCandidates = 6;
/** Scores that are this near are told apart by risk and cost. */
const near = 0.05;
const maxForModel = 30;
const maxPurpose = 300;
const riskOrder = ['reads', 'reversible', 'irreversible'];

interface Scored extends Fit {
	doer: Doer;
}

/** Finds doers, best first, that a signed manifest allows now. @param kinds kinds of doers that are looked at */
export async function findCandidates(
	needs: string,
	kinds: ReadonlyArray<Candidate['kind']>,
	sources: DoerSources,
	language: Language = 'en',
): Promise<Candidate[]> {
	const doers = (await sources.list(kinds)).slice(0, maxDoers);
	const scored = rank(needs, doers).filter(({ score }) => score >= minScore);
	const candidates = await confirmAll(scored, maxCandidates, sources, language);
	return orderNear(candidates);
}

export async function candidatesFor(wish: string, sources: DoerSources, language: Language = 'en'): Promise<Candidate[]> {
	const doers = (await sources.list(['agent', 'node', 'process'])).slice(0, maxDoers);
	const parts = splitWish(wish);
	const best = new Map<Doer, Scored>();
	for (const part of [wish, ...parts])
		for (const one of rank(part, doers)) if (one.score > (best.get(one.doer)?.score ?? 0)) best.set(one.doer, one);
	const ranked = [...best.values()].filter(isWorthTelling).sort(compareScored);
	return confirmAll(ranked, maxForModel, sources, language);
}

const maxParts = 60;

const splitWish = (wish: string): string[] =>
	wish
		.slice(0, 20_000)
		.split(/[.;:!?\n]+|,\s|\s(?:and|then|e|depois|então)\s/iu)
		.map((part) => part.trim())
		.filter((part) => part.length > 3)
		.slice(0, maxParts);

/** Agents are few, and a wish seldom has their words; nodes are many. */
const isWorthTelling = ({ doer, score, has }: Scored): boolean =>
	has.length > 0 && (doer.kind === 'node' && doer.isOfService === true ? score >= 0.4 : score >= 0.15);

function rank(needs: string, doers: readonly Doer[]): Scored[] {
	const need = readNeed(needs);
	return doers.map((doer) => ({ doer, ...scoreNeed(need, doer) })).sort(compareScored);
}

/** Gives the same order for every order of the input. */
const compareScored = (one: Scored, other: Scored): number =>
	other.score - one.score || (one.doer.key < other.doer.key ? -1 : one.doer.key > other.doer.key ? 1 : 0);

async function confirmAll(scored: readonly Scored[], max: number, sources: DoerSources, language: Language): Promise<Candidate[]> {
	const candidates: Candidate[] = [];
	for (const one of scored) {
		if (candidates.length >= max) break;
		const doer = await sources.confirm(one.doer);
		if (doer) candidates.push(await toCandidate(doer, sources, { score: one.score, reasons: listReasons(one, language) }));
	}
	return candidates;
}

export async function toCandidate(
	doer: Doer,
	sources: DoerSources,
	{ score, reasons }: Pick<Candidate, 'score' | 'reasons'>,
): Promise<Candidate> {
	const { kind, name, version, manifest, purpose, risk, warnings = [] } = doer;
	const cost = await sources.costOf?.(doer);
	return {
		kind,
		name,
		...(version !== undefined && { version }),
		...(manifest !== undefined && { manifest }),
		purpose: purpose.slice(0, maxPurpose),
		score,
		reasons: [...reasons, ...warnings],
		...(cost && { cost }),
		risk,
	};
}

function listReasons({ has, lacks }: Fit, language: Language): string[] {
	const words = doerWords[language];
	return [...(has.length > 0 ? [words.says(has.join(', '))] : []), ...(lacks.length > 0 ? [words.lacks(lacks.join(', '))] : [])];
}

/** Orders those whose scores are near the best one's by risk, then by cost. */
function orderNear(candidates: Candidate[]): Candidate[] {
	const best = candidates[0]?.score ?? 0;
	const isNear = ({ score }: Candidate) => best - score <= near;
	const compare = (one: Candidate, other: Candidate) =>
		riskOrder.indexOf(one.risk) - riskOrder.indexOf(other.risk) ||
		(one.cost?.likely ?? Infinity) - (other.cost?.likely ?? Infinity) ||
		other.score - one.score;
	return [...candidates.filter(isNear).sort((one, other) => compare(one, other) || 0), ...candidates.filter((one) => !isNear(one))];
}
