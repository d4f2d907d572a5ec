import { tuningSamples } from '../samples/harm';
import { tuningHarmless } from '../samples/injection/tuning';
import { developmentTexts } from '../samples/injection/unseen';
import { harmSources, readPortuguese } from '../samples/outside/harm';
import { harmlessSources } from '../samples/outside/harmless';
import { type OutsideSource, readTexts, spread } from '../samples/outside/source';
import { readJsonLines, readLines } from '../samples/read-lines';
import { frames, listSmallTalk } from './small-talk';

export interface HarmTraining {
	/** The texts of one origin count together at most as much as `maxShare` texts. */
	origin: string;
	language: 'en' | 'pt' | 'both';
	harmful: boolean;
	text: string;
}

const cases = 'core/guardrails/harm/cases';
const maxTexts = 8_000;
/** Shorter lines are names of columns. */
const shortest = 2;
const longestPiece = 8;
const longestTopic = 3;

/** Licences that allow weights under MIT: no share-alike, no limit of use. */
const permissive = /^(?:MIT|BSD|Apache-2\.0|CC0|CC-BY-\d|public domain)/;

/**
 * Reads what the model may learn from: the tuned sources of bench/samples/outside with a permissive licence, which share no author with the measured
 * ones, the texts that the word lists were developed on, and harmless messages that this project wrote.
 * @param portuguese folder with the sets that no registry has
 */
export async function readTraining(portuguese: string | undefined): Promise<HarmTraining[]> {
	const texts: HarmTraining[] = [];
	const add = (origin: string, language: HarmTraining['language'], harmful: boolean, list: readonly string[]) => {
		for (const text of spread(list, maxTexts)) if (text.length >= shortest) texts.push({ origin, language, harmful, text });
	};
	const addSources = async (harmful: boolean, sources: readonly OutsideSource<string>[]) => {
		for (const { use, ...source } of sources)
			if (use === 'tuned' && permissive.test(source.licence))
				add(source.kind, source.language, harmful, await readTexts({ ...source, use }));
	};
	await addSources(true, harmSources);
	await addSources(false, harmlessSources);
	const sets = readPortuguese(portuguese).filter(({ use, licence }) => use === 'tuned' && permissive.test(licence));
	for (const harmful of [true, false]) {
		const own = sets.filter(({ isHarmful, isDisputed }) => isHarmful === harmful && !isDisputed).map(({ text }) => text);
		add('TuPy', 'pt', harmful, own);
		add('lists', 'both', harmful, readCases(harmful));
		add(
			'tuning',
			'both',
			harmful,
			tuningSamples.filter(({ kind }) => (kind !== 'harmless') === harmful).map(({ text }) => text),
		);
	}
	// Ordinary messages of customers, so that short ones are not all in doubt.
	for (const language of ['en', 'pt'] as const) add(`messages, ${language}`, language, false, listMessages(language));
	for (const language of ['en', 'pt'] as const) add(`small talk, ${language}`, language, false, listSmallTalk(language));
	for (const language of ['en', 'pt'] as const) {
		const harmless = texts.filter((text) => !text.harmful && text.language === language && text.origin !== 'TuPy');
		add(
			`pieces, ${language}`,
			language,
			false,
			harmless.flatMap(({ text }, at) => cutPiece(text, 1 + (at % longestPiece))),
		);
		// Asking or saying something about a thing does not make it harmful.
		add(
			`questions, ${language}`,
			language,
			false,
			harmless.flatMap(({ text }, at) =>
				cutPiece(text, 1 + (at % longestTopic)).map((piece) => frames[language][at % frames[language].length]!.replace('%', () => piece)),
			),
		);
	}
	return texts;
}

/** Returns harmless messages of this project, each once. */
export function listMessages(of: 'en' | 'pt'): string[] {
	const written = readJsonLines<{ text: string; language: string }>('bench/harm-model/messages.jsonl');
	const harmless = [...written, ...tuningHarmless, ...developmentTexts.filter(({ attack }) => !attack)];
	return [...new Set(harmless.filter(({ language }) => language === of).map(({ text }) => text))];
}

/** Returns some words from the middle of a harmless text: that a message is short says nothing. */
function cutPiece(text: string, length: number): string[] {
	const words = text.split(/\s+/);
	const from = Math.floor(words.length / 2);
	return words.length > length ? [words.slice(from, from + length).join(' ')] : [];
}

function readCases(harmful: boolean): string[] {
	const read = (name: string): string[] =>
		harmful ? readJsonLines<{ text: string }>(`${cases}/${name}.jsonl`).map(({ text }) => text) : readLines(`${cases}/${name}.txt`);
	const name = harmful ? 'harmful' : 'harmless';
	return [...read(name), ...read(`${name}-by-structure`)];
}
