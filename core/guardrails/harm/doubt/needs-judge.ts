import { letOthersRun } from '../../../base/async/loop-yielder';
import { fold } from '../../injection/fold';
import { splitText } from '../../injection/split-text';
import { type Token, tokenize } from '../../injection/tokens';
import { unescapeText } from '../../personal-data/reading/escapes';
import { harmWords, topicIds } from '../patterns';
import { cutWindows, visitFeatures } from './doubt-features';
import { toBucket } from './hash';
import { type LinearModel, readModel, smoothing } from './linear-model';

/** Fewer words say nothing without a topic of harm: "ok", "bom dia". */
const fewestWords = 3;
/** Few words without a topic of harm are nearly always small talk: needs a larger margin. */
const smallTalk = { words: 9, margin: 0.4 };

let loaded: Promise<LinearModel> | undefined;

/**
 * Returns whether a judge should read a text that the word lists leave open. A small model trained on texts by others only selects, and never stops a
 * text. Linear time, with pauses.
 */
export async function needsJudge(text: string): Promise<boolean> {
	const model = await (loaded ??= import('./doubt-model.json').then(({ default: stored }) => readModel(stored)));
	for (const { start, end } of splitText(text)) {
		const tokens = readTokens(text.slice(start, end));
		// Training sets the threshold at 0.
		const least = isPlain(tokens) ? smallTalk.margin : 0;
		if (isTelling(tokens) && cutWindows(tokens).some((window) => scoreWindow(window, model) >= least)) return true;
		if (end < text.length) await letOthersRun();
	}
	return false;
}

/** Words for the model, without disguises. */
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
