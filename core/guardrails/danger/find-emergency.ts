import type { Language } from '../../base/text/languages';
import { english } from './english-emergencies';
import type { EmergencyWords } from './emergency-words';
import { toPlain } from './plain-sentence';
import { portuguese } from './portuguese-emergencies';
import { readEnds } from './read-ends';

const languages = Object.entries({ pt: portuguese, en: english }).map(([language, words]) => ({
	...words,
	language: language as Language,
	events: words.events.map((event) => new RegExp(`\\b(?:${event})(?!\\w)`, 'g')),
}));

/**
 * Returns the language of a message that tells of an emergency at this moment: an accident, a fire, a leak, violence, a life in danger. No model takes
 * part. A product, an old story and a way of speaking do not count: "alarme de incêndio", "a promoção está pegando fogo". Takes linear time.
 */
export function findEmergency(message: string): Language | undefined {
	const sentences = readEnds(message)
		.split(/[.!?;:…\n\r]+/)
		.map(toPlain)
		.filter((sentence) => sentence !== '');
	return languages.find((words) => sentences.some((sentence) => isEmergency(sentence, words)))?.language;
}

type Read = Omit<EmergencyWords, 'events'> & { events: RegExp[] };

function isEmergency(sentence: string, { events, before, near, within, anywhere }: Read): boolean {
	if (anywhere.test(sentence)) return false;
	return events.some((event) =>
		[...sentence.matchAll(event)].some(({ 0: words, index }) => {
			const head = sentence.slice(0, index);
			return !before.test(head) && !near.test(head) && !within.test(words);
		}),
	);
}
