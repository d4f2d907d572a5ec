import type { Token } from '../../injection/tokens';
import { type HarmKind, harmKinds } from '../harm-kinds';
import { topicIds } from '../patterns';
import { extendHash, hashText, mixHashes } from './hash';

/** Words judged together; windows overlap by half. */
const windowWords = 60;
const stepWords = windowWords / 2;
/** Prefix lengths that stand for inflections. */
const stems = [4, 5];
const topicAmount = 4;
const topicCounts = [1, 2, 3, 4, 6];
const topicShares = [0.05, 0.1, 0.15, 0.2, 0.3];
/** Short texts have few features, each with a large weight. */
const lengths = [3, 5, 8, 12, 18, 30];
const lengthAmount = 3;

const salts = {
	word: hashText('word'),
	stem: hashText('stem'),
	pair: hashText('pair'),
	skip: hashText('skip'),
	first: hashText('first'),
	topic: hashText('topic'),
	topics: hashText('topics'),
	share: hashText('share'),
	length: hashText('length'),
};

type Visit = (hash: number, amount: number) => void;

/** Windows make a request in a long mail as visible as one alone. */
export function cutWindows(tokens: readonly Token[]): (readonly Token[])[] {
	if (tokens.length <= windowWords) return tokens.length > 0 ? [tokens] : [];
	return Array.from({ length: Math.ceil(tokens.length / stepWords) - 1 }, (_, at) =>
		tokens.slice(at * stepWords, at * stepWords + windowWords),
	);
}

/** Visits words, stems, neighbours, beginning, length and topics of a window. */
export function visitFeatures(tokens: readonly Token[], visit: Visit): void {
	const hashes = tokens.map(({ word }) => hashText(word, salts.word));
	for (const [at, hash] of hashes.entries()) {
		const next = hashes[at + 1];
		const afterNext = hashes[at + 2];
		if (next !== undefined) visit(mixHashes(mixHashes(hash, next), salts.pair), 1);
		if (afterNext !== undefined) visit(mixHashes(mixHashes(hash, afterNext), salts.skip), 1);
	}
	const words = new Set(tokens.map(({ word }) => word));
	for (const word of words) visitWord(word, visit);
	if (hashes.length > 0) visit(mixHashes(hashes[0]!, salts.first), 1);
	if (hashes.length > 1) visit(mixHashes(mixHashes(hashes[0]!, hashes[1]!), salts.first), 1);
	visit(extendHash(salts.length, lengths.filter((least) => tokens.length > least).length), lengthAmount);
	visitTopics(tokens, visit);
}

function visitWord(word: string, visit: Visit): void {
	visit(hashText(word, salts.word), 1);
	for (const length of stems) if (word.length >= length) visit(hashText(word.slice(0, length), extendHash(salts.stem, length)), 1);
}

function visitTopics(tokens: readonly Token[], visit: Visit): void {
	const counts = new Map<HarmKind, number>();
	for (const { classes } of tokens)
		for (const id of classes) {
			const kind = topicIds.get(id);
			if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
		}
	let total = 0;
	for (const [kind, count] of counts) {
		total += count;
		for (const least of topicCounts.slice(0, 3))
			if (count >= least) visit(extendHash(extendHash(salts.topic, harmKinds.indexOf(kind)), least), topicAmount);
	}
	for (const least of topicCounts) if (total >= least) visit(extendHash(salts.topics, least), topicAmount);
	for (const [at, share] of topicShares.entries()) if (total / tokens.length >= share) visit(extendHash(salts.share, at), topicAmount);
}
