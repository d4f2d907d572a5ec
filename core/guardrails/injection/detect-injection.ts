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
import { computeScore } from './score';
import { splitText } from './split-text';
import { tokenize } from './tokens';
import { unescape } from './unescape';

/** The origin of a text. Texts that no one typed for the assistant have less reason to give it orders. */
export type InjectionSource = 'user' | 'tool-result' | 'knowledge' | 'email';

export interface InjectionOptions {
	/** Unknown by default. */
	source?: InjectionSource;
	/** Texts with at least this score are flagged, 0 to 1. Default: `findThreshold` of the source. */
	threshold?: number;
}

export interface InjectionFinding {
	flagged: boolean;
	/** From 0 to 1. */
	score: number;
	/** Stable ids of the rules and disguises, strongest first: `override-instructions`, `encoded-base64`. */
	reasons: string[];
	/** The place of each reason, by its id, in UTF-16 offsets of the text; never the text itself. */
	matches: Match[];
}

/** For users' messages and texts of unknown origin. */
export const defaultThreshold = 0.5;
/** For texts that no user typed: they have no reason to give orders to a model. */
export const defaultIndirectThreshold = 0.4;
/** Max levels of encoded text within encoded text. */
const deepest = 3;
const maxDecoded = 512_000;
const maxMatches = 50;
/** Sorting more signs than this takes noticeable time. */
const many = 10_000;
/** Weaker signs are not reported. */
const weakestReason = 0.2;

const isIndirect = (source?: InjectionSource): boolean => source !== undefined && source !== 'user';

function readOrigin(source?: InjectionSource): Origin {
	if (source === undefined) return 'unknown';
	return source === 'user' ? 'user' : 'others';
}

/** Returns the threshold for texts of a source. One that is set for users' messages holds for all others that have none of their own. */
export function findThreshold(source?: InjectionSource, { threshold, indirectThreshold }: Thresholds = {}): number {
	if (!isIndirect(source)) return threshold ?? defaultThreshold;
	return indirectThreshold ?? threshold ?? defaultIndirectThreshold;
}

/** Scores from which texts are flagged, 0 to 1. */
interface Thresholds {
	/** Default 0.5. */
	threshold?: number;
	/** For tool results, documents and e-mails. Default: `threshold` if it is set, else 0.4. */
	indirectThreshold?: number;
}

/**
 * Detects orders to a model that a text should not contain: direct or indirect, in English, Portuguese, Spanish or German, plain or disguised, and the
 * plainest ones in other languages. Takes linear time, with pauses for other work.
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

/** Keeps the strongest sign of each kind at each position. Weaker ones change nothing, and a long text can hold very many. */
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
	/** Number of characters that can still be decoded. */
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

/** Returns the signs in encoded runs. */
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

/** Adds weight to an order that was hidden on purpose. The escapes of an address hide nothing. */
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

/** Returns the strongest of overlapping evidence with the same id. */
function distinct(strongestFirst: Evidence[]): Evidence[] {
	const distinctEvidence: Evidence[] = [];
	for (const sign of strongestFirst) {
		if (distinctEvidence.length >= maxMatches) break;
		if (!distinctEvidence.some((other) => other.id === sign.id && other.start < sign.end && sign.start < other.end))
			distinctEvidence.push(sign);
	}
	return distinctEvidence;
}
