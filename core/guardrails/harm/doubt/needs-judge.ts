import { letOthersRun } from '../../../base/async/loop-yielder';
import { fold } from '../../injection/fold';
import { splitText } from '../../injection/split-text';
import { type Token, tokenize } from '../../injection/tokens';
import { unescapeText } from '../../personal-data/reading/escapes';
import { harmWords, topicIds } from '../patterns';
import { cutWindows, visitFeatures } from './doubt-features';
import { toBucket } from './hash';
import { type LinearModel, readModel, smoothing } from './linear-model';

/** Fewer words say nothing, unless one of them is about a topic of harm: "ok", "bom dia". */
const fewestWords = 3;
/** A few words, none of which is about a topic of harm, are nearly always small talk: the model has to be surer. */
const smallTalk = { words: 9, margin: 0.4 };

let loaded: Promise<LinearModel> | undefined;

/**
 * Returns whether a text looks enough like harmful ones that a judge should read it, though the word lists do not decide about it. A small model, trained
 * on texts by others, answers: it only chooses who is asked, and never stops a text. Takes linear time, with pauses for other work.
 */
export async function needsJudge(text: string): Promise<boolean> {
	const model = await (loaded ??= import('./doubt-model.json').then(({ default: stored }) => readModel(stored)));
	for (const { start, end } of splitText(text)) {
		const tokens = readTokens(text.slice(start, end));
		// Training moves the scores so that 0 is the threshold.
		const least = isPlain(tokens) ? smallTalk.margin : 0;
		if (isTelling(tokens) && cutWindows(tokens).some((window) => scoreWindow(window, model) >= least)) return true;
		if (end < text.length) await letOthersRun();
	}
	return false;
}

/** Returns the words as the model reads them: without disguises. */
export function readTokens(text: string): Token[] {
	return tokenize(fold(unescapeText(text).text).text, harmWords);
}

const hasTopic = (tokens: readonly Token[]): boolean => tokens.some(({ classes }) => classes.some((id) => topicIds.has(id)));
const isTelling = (tokens: readonly Token[]): boolean => tokens.length >= fewestWords || hasTopic(tokens);
const isPlain = (tokens: readonly Token[]): boolean => tokens.length <= smallTalk.words && !hasTopic(tokens);

function scoreWindow(window: readonly Token[], { bits, weights, unit, bias }: LinearModel): number {
	let sum = 0;
	let squares = 0;
	visitFeatures(window, (hash, amount) => {
		sum += amount * weights[toBucket(hash, bits)]!;
		squares += amount * amount;
	});
	return bias + (unit * sum) / Math.sqrt(squares + smoothing);
}
