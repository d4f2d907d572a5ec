import type { Language } from '../../core/base/text/languages';
import type { ChatMessage } from '../../core/ports/models/models';
import { writeCandidates } from '../doers/write-candidates';
import { isTold } from '../interview/is-told';
import type { Candidate, Plan } from '../plan';
import { markText } from '../mark-text';
import { shorten } from '../wish/sentences';
import { leavesChoice } from '../wish/yes-no';
import { drawingPrompt } from './drawing-prompt';
import { drawingTexts } from './drawing-texts';

/** Parts of a plan that a drawing depends on. */
export type Drawn = Pick<Plan, 'wish' | 'language' | 'picture' | 'answers'>;

/** Bounds that keep the prompt and the answer within a window of 8,000 tokens. */
const maxRead = 7_000;
const maxAnswers = 20;
/** Slots whose values are steps: where nobody said them, the model is not told what could be supposed. */
const steps: ReadonlySet<string> = new Set(['approvals', 'exceptions']);

const none: Record<Language, string> = { en: '(none)', pt: '(nenhum)' };

/** Writes the messages that ask a model for a tree. Words of others are between marks. */
export function writePrompt(plan: Drawn, candidates: Candidate[]): ChatMessage[] {
	const { mark, marked } = markText('wish', writeTold(plan));
	const offered = markText('candidates', writeCandidates(candidates) || none[plan.language]);
	const system = drawingPrompt[plan.language](mark, offered.mark);
	return [
		{ role: 'system', content: system },
		{ role: 'user', content: `${offered.marked}\n${marked}` },
	];
}

function writeTold({ wish, language, picture, answers }: Drawn): string {
	const { slots } = drawingTexts[language];
	const values = Object.entries(picture);
	const said = values.filter(([slot, value]) => value.from !== 'wish' && !leavesChoice(value.text) && (isTold(value) || !steps.has(slot)));
	const facts = said
		.slice(0, maxAnswers)
		.map(([slot, value]) => `- ${slots[slot as keyof typeof slots]}: ${shorten(value.text, 300)}${isTold(value) ? '' : ' (?)'}`);
	// The wish says what is taken from it.
	const others = Object.entries(answers).filter(([, text]) => !values.some(([, value]) => value.text === text));
	const more = others.slice(0, maxAnswers).map(([id, text]) => `- ${shorten(id, 40)}: ${shorten(text, 300)}`);
	return [wish.slice(0, maxRead), ...(facts.length + more.length > 0 ? ['', ...facts, ...more] : [])].join('\n');
}
