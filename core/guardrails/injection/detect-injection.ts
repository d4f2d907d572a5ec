import { letOthersRun } from '../../base/async/loop-yielder';
import type { Match } from '../../ports/guardrails/match';
import { decipher } from './ciphers';
import { decodeRuns } from './decode-runs';
import { type Evidence, type Origin, findPhraseEvidence, findShapeEvidence } from './evidence';
import { fold } from './fold';
import { findForgedTurns } from './forged-turns';
import { findOtherLanguages } from './other-languages';
import { findOutOfPlace } from './out-of-place';
import { readMaskedValues } from './masked-values';
import { type OffsetMap, sameOffsets } from './reading';
import { splitText } from './split-text';
import { tokenize } from './tokens';
import { unescape } from './unescape';

/** In characters; signs further apart are not added up. */
const reach = 500;
/** Fainter signs count half without one of at least `sure`: handbooks have many. */
const faintInMessages = 0.3;
const faintInDocuments = 0.4;
const sure = 0.42;

/** Returns the strongest neighbourhood of signs, 0 to 1. Each kind counts once, and reduces the remaining uncertainty. */
function computeScore(evidence: Evidence[], indirect = false): number {
	const sorted = evidence.toSorted((a, b) => a.start - b.start);
	const best = new Map<string, number[]>();
	let score = 0;
	let first = 0;
	for (const sign of sorted) {
		for (; sorted[first]!.start < sign.start - reach; first++) remove(best, sorted[first]!);
		add(best, sign);
		score = Math.max(score, combined(best, indirect));
	}
	return Math.round(score * 1000) / 1000;
}

function combined(best: Map<string, number[]>, indirect: boolean): number {
	const weights = [...best.values()].flatMap(([weight]) => weight ?? []);
	const faint = indirect ? faintInDocuments : faintInMessages;
	const surely = weights.some((weight) => weight >= sure);
	return 1 - weights.reduce((doubt, weight) => doubt * (1 - (surely || weight >= faint ? weight : weight / 2)), 1);
}

function add(best: Map<string, number[]>, { id, weight }: Evidence): void {
	const weights = best.get(id);
	if (!weights) best.set(id, [weight]);
	else {
		const place = weights.findIndex((other) => other < weight);
		weights.splice(place < 0 ? weights.length : place, 0, weight);
	}
}

function remove(best: Map<string, number[]>, { id, weight }: Evidence): void {
	const weights = best.get(id)!;
	weights.splice(weights.indexOf(weight), 1);
}

export type InjectionSource = 'user' | 'tool-result' | 'knowledge' | 'email';

export interface InjectionOptions {
	/** Default: unknown. */
	source?: InjectionSource;
	/** Min score to flag, 0 to 1. Default: `findThreshold` of the source. */
	threshold?: number;
}

export interface InjectionFinding {
	flagged: boolean;
	score: number;
	/** Rule and disguise ids, strongest first: `override-instructions`, `encoded-base64`. Stable. */
	reasons: string[];
	/** Places by reason, in UTF-16 offsets; never the text itself. */
	matches: Match[];
}

export const defaultThreshold = 0.5;
/** For texts that no user typed: they have no reason to give orders. */
export const defaultIndirectThreshold = 0.4;
/** Max levels of nested encodings. */
const deepest = 3;
const maxDecoded = 512_000;
const maxMatches = 50;
/** Sorting more signs takes noticeable time. */
const many = 10_000;
const weakestReason = 0.2;

const isIndirect = (source?: InjectionSource): boolean => source !== undefined && source !== 'user';

function readOrigin(source?: InjectionSource): Origin {
	if (source === undefined) return 'unknown';
	return source === 'user' ? 'user' : 'others';
}

/** A threshold for users' messages also applies to sources without their own. */
export function findThreshold(source?: InjectionSource, { threshold, indirectThreshold }: Thresholds = {}): number {
	if (!isIndirect(source)) return threshold ?? defaultThreshold;
	return indirectThreshold ?? threshold ?? defaultIndirectThreshold;
}

interface Thresholds {
	/** Default 0.5. */
	threshold?: number;
	/** For tool results, documents and e-mails. Default: `threshold`, else 0.4. */
	indirectThreshold?: number;
}

/**
 * Detects orders to a model, direct or indirect, in English, Portuguese, Spanish or German, plain or disguised, and the plainest in other languages.
 * Linear time, with pauses.
 */
export async function detectInjection(text: string, options: InjectionOptions = {}): Promise<InjectionFinding> {
	const scan: Scan = {
		origin: readOrigin(options.source),
		decodedLeft: maxDecoded,
	};
	const evidence: Evidence[] = findForgedTurns(text, scan.origin === 'others');
	for (const { start, end } of splitText(text)) {
		const toOriginal: OffsetMap = (from, to) => ({ start: start + from, end: start + to });
		const read = readMaskedValues(text.slice(start, end), start === 0 ? sameOffsets : toOriginal);
		evidence.push(...strongestAtEachPlace(evidenceIn(read.text, read.toOriginal, 0, scan)));
		if (end < text.length) await letOthersRun();
	}
	return conclude(evidence, options.threshold ?? findThreshold(options.source), scan.origin === 'others');
}

/** Keeps the strongest sign of each kind and position: a long text can have very many. */
function strongestAtEachPlace(evidence: Evidence[]): Evidence[] {
	const strongestByPlace = new Map<string, Evidence>();
	for (const sign of evidence) {
		const key = `${sign.id} ${sign.start}`;
		if (sign.weight > (strongestByPlace.get(key)?.weight ?? 0)) strongestByPlace.set(key, sign);
	}
	return [...strongestByPlace.values()];
}

interface Scan {
	origin: Origin;
	decodedLeft: number;
}

function evidenceIn(text: string, outer: OffsetMap, depth: number, scan: Scan): Evidence[] {
	const folded = fold(text, outer);
	const tokens = tokenize(folded.text);
	const evidence = [
		...findOtherLanguages(text, outer),
		...findPhraseEvidence(folded, tokens, scan.origin),
		...findShapeEvidence(folded, tokens, scan.origin),
		...(depth === 0 && scan.origin !== 'user' ? findOutOfPlace(folded, tokens) : []),
		...decipher(text, outer, tokens).flatMap((reading) =>
			disguised(reading.disguise!, findPhraseEvidence(reading, tokenize(reading.text), scan.origin)),
		),
	];
	if (folded.hidden > 2) evidence.push({ id: 'hidden-characters', ...outer(0, text.length), weight: Math.min(0.35, folded.hidden * 0.03) });
	if (folded.lookAlikes > 1)
		evidence.push({ id: 'look-alike-letters', ...outer(0, text.length), weight: Math.min(0.35, folded.lookAlikes * 0.05) });
	if (depth < deepest) evidence.push(...decodedEvidence(text, outer, depth, scan));
	return evidence;
}

function decodedEvidence(text: string, outer: OffsetMap, depth: number, scan: Scan): Evidence[] {
	const evidence: Evidence[] = [];
	const plain = unescape(text, outer);
	if (plain && spend(scan, plain.text))
		evidence.push(...disguised(plain.disguise, evidenceIn(plain.text, plain.toOriginal, depth + 1, scan), plain.dense));
	for (const run of decodeRuns(text)) {
		if (!spend(scan, run.text)) break;
		evidence.push(
			...disguised(
				run.disguise,
				evidenceIn(run.text, () => outer(run.start, run.end), depth + 1, scan),
			),
		);
	}
	return evidence;
}

function spend(scan: Scan, decoded: string): boolean {
	scan.decodedLeft -= decoded.length;
	return scan.decodedLeft >= 0;
}

/** Deliberate hiding adds weight. URL escapes hide nothing. */
function disguised(disguise: string, evidence: Evidence[], hidden = true): Evidence[] {
	const strongest = evidence.reduce((most, { weight }) => Math.max(most, weight), 0);
	if (strongest < weakestReason) return [];
	const { start, end } = evidence.find(({ weight }) => weight === strongest)!;
	const raised = evidence.map((sign) => ({ ...sign, weight: Math.min(sign.weight * (hidden ? 1.3 : 1.05), 0.95) }));
	return [...raised, { id: disguise, start, end, weight: hidden ? 0.35 : 0.05 }];
}

async function conclude(evidence: Evidence[], threshold: number, indirect: boolean): Promise<InjectionFinding> {
	const score = computeScore(evidence, indirect);
	if (evidence.length > many) await letOthersRun();
	const strongest = evidence.toSorted((a, b) => b.weight - a.weight || a.start - b.start);
	const reported = strongest.filter(({ weight }, at) => weight >= weakestReason || (score >= threshold && at === 0));
	const matches = distinct(reported).slice(0, maxMatches);
	return {
		flagged: score >= threshold,
		score,
		reasons: [...new Set(reported.map(({ id }) => id))],
		matches: matches.map(({ id, start, end, weight }) => ({ type: id, start, end, score: weight })),
	};
}

function distinct(strongestFirst: Evidence[]): Evidence[] {
	const distinctEvidence: Evidence[] = [];
	for (const sign of strongestFirst) {
		if (distinctEvidence.length >= maxMatches) break;
		if (!distinctEvidence.some((other) => other.id === sign.id && other.start < sign.end && sign.start < other.end))
			distinctEvidence.push(sign);
	}
	return distinctEvidence;
}
