import { defaultHarmThreshold } from '../harm/find-harm';
import { scoreHarm } from '../harm/score-harm';
import { english } from './english-suspicions';
import { findEmergency } from './find-emergency';
import { toPlain } from './plain-sentence';
import { portuguese } from './portuguese-suspicions';
import { readEnds } from './read-ends';
import type { SuspicionWords } from './suspicion-words';

const findAny = (of: (words: SuspicionWords) => readonly string[], flags = '') =>
	new RegExp(`(?<!\\w)(?:${[portuguese, english].flatMap(of).join('|')})(?!\\w)`, flags);
const signs = findAny((words) => words.signs);
const despair = findAny((words) => words.despair);
const jokes = findAny((words) => words.jokes);
const harmless = findAny((words) => words.harmless);
const notes = findAny((words) => words.notes);
const parts = findAny((words) => words.parts, 'g');

/**
 * Returns the danger that a message can mean, to the customer or to others. It misses less than `findEmergency`, and is wrong more often: it is for people,
 * who look at what nothing could answer, and decides no more of what the customer reads than numbers for who speaks of dying. Takes linear time.
 * @param by `agent`: a note for people, which says it in a word and never as a way of speaking
 */
export async function suspectDanger(message: string, by: 'customer' | 'agent' = 'customer'): Promise<'self-harm' | 'danger' | undefined> {
	const read = readEnds(message);
	if (by === 'agent') return findEmergency(read) || notes.test(toPlain(read).replaceAll(',', '').replace(parts, '')) ? 'danger' : undefined;
	const { scores } = await scoreHarm(read);
	if ((scores['self-harm'] ?? 0) >= defaultHarmThreshold) return 'self-harm';
	if (findEmergency(read)) return 'danger';
	const plain = toPlain(read).replaceAll(',', '');
	if (jokes.test(plain)) return undefined;
	if (despair.test(plain)) return 'self-harm';
	return !harmless.test(plain) && signs.test(plain) ? 'danger' : undefined;
}
