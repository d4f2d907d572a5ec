import type { Language } from '../../core/base/text/languages';
import { findAct, isRisky, isSending, isVague } from '../draw/outline/heed-answers';
import { listTasks } from '../tree/list-tasks';
import { findShortWish, outlineTree } from '../draw/outline/outline-tree';
import type { Picture, Plan, Question, Slot } from '../plan';
import type { Block, PlanTree, Task } from '../tree/plan-tree';
import { findSystems } from '../wish/find-systems';
import { findConflicts } from './find-conflicts';
import { findTriggers } from '../wish/find-trigger';
import { findVerb } from '../wish/find-verb';
import { findImpossible } from '../wish/impossible';
import { shorten } from '../wish/sentences';
import { isSettled } from './is-settled';
import { questionTexts } from './question-texts';

/** Max number of questions at once, and in one interview. */
export const maxAtOnce = 2;
export const maxQuestions = 6;

export type Interviewed = Pick<Plan, 'wish' | 'language' | 'picture' | 'answers'>;

/** Slots in which each answer becomes a block, so a model that asks about them is heard without a comparison of trees. */
const structural = new Set<Slot>(['decisions', 'approvals', 'exceptions']);

/**
 * Returns the questions whose answers lead to different plans, the most important first: contradictions, then what cannot be done, then open slots.
 * What was answered is not asked again.
 * @param proposed questions of a model, which come before those of the rules and replace them for their slot
 */
export function chooseQuestions(told: Interviewed, proposed: Question[] = []): Question[] {
	const { wish, language, picture, answers } = told;
	const isOpen = ({ id, slot }: Question) => !Object.hasOwn(answers, id) && !Object.hasOwn(answers, slot) && !isSettled(picture, slot);
	const isConflict = ({ id }: Question) => id.startsWith('conflict-');
	const first = [
		...proposed.filter(isConflict),
		...findConflicts(wish, language),
		...findImpossible(wish, language).slice(0, 1).map(questionTexts[language].impossible),
	];
	// Those of the rules are found again; that about the goal can offer what a model understood.
	const known = proposed.find(({ id }) => id === 'goal');
	const own = listOwn(told)
		.map((question) => (known && question.id === 'goal' ? known : question))
		.filter((question) => isOpen(question) && changesPlan(told, question));
	const isOfModel = (question: Question) =>
		question.id !== question.slot && question.id !== 'impossible' && question.id !== 'undrawn' && !isConflict(question);
	const others = proposed.filter((question) => isOfModel(question) && isOpen(question) && isWorth(told, question));
	const undrawn = proposed.filter((question) => question.id === 'undrawn' && isOpen(question) && changesPlan(told, question));
	const questions = [...first.filter(isOpen), ...others, ...own, ...undrawn];
	const unique = questions.filter(({ slot }, at) => questions.findIndex((other) => other.slot === slot) === at);
	return unique.slice(0, Math.max(0, maxQuestions - countAsked(answers)));
}

const countAsked = (answers: Record<string, string>): number => Object.keys(answers).length;

const isWorth = (told: Interviewed, question: Question): boolean =>
	(question.choices?.length ?? 0) > 1 && (structural.has(question.slot) || changesPlan(told, question));

/** Checks by drawing: two choices of the question lead to two different trees. */
function changesPlan({ wish, language, picture }: Interviewed, { slot, choices = [] }: Question): boolean {
	const shapes = choices.slice(0, 6).map((text) => {
		const supposed: Picture = { ...picture, [slot]: { text, from: 'answer' } };
		return describeShape(outlineTree({ wish, language, picture: supposed }));
	});
	return new Set(shapes).size > 1;
}

/** Writes the parts of a tree that make two plans different: no names of the whole, no ids. */
function describeShape({ trigger, inputs, do: blocks }: PlanTree): string {
	const fields = inputs.map(({ name, type }) => `${name}:${type}`);
	return JSON.stringify([trigger, fields, blocks], (key, value: unknown) => (key === 'id' || key === 'due' ? undefined : value));
}

/** Returns the questions of the rules for this wish, whether they matter or not, the most important first. */
function listOwn({ wish, language, picture }: Interviewed): Question[] {
	const texts = questionTexts[language];
	const tree = outlineTree({ wish, language, picture });
	const ready = findShortWish({ wish, language, picture });
	const tasks = listTasks(tree.do);
	const unnamed = tasks.find(
		(task) => task.kind === 'human' && /^(?:team|equipe)$/.test(task.who) && !task.writes?.some(({ name }) => name === 'approved'),
	);
	const program = tasks.find((task) => task.kind === 'node' && !/automati[ck]/i.test(task.name) && findSystems(task.needs).length === 0);
	const acts = findAct(tree);
	const condition = findVague(tree.do, language);
	const goal = isSettled(picture, 'goal') ? picture.goal!.text : '';
	const isTold = (slot: Slot) => picture[slot]?.from === 'wish' || (slot === 'trigger' && findTriggers(goal, language).length > 0);
	return [
		...(ready !== undefined || (tasks.length < 2 && wish.split(/\s+/).length < 12 && !isTold('trigger'))
			? [texts.goal(ready?.text[language] ?? ownWords(wish, language))]
			: []),
		...(isTold('trigger') ? [] : [texts.trigger()]),
		...(condition === undefined ? [] : [texts.decisions(condition)]),
		...(unnamed ? [texts.actors(quoteStep(unnamed))] : []),
		...(acts && !isTold('approvals') ? [texts.approvals(quoteStep(acts), isRisky(acts.name))] : []),
		...(program ? [isSending(program.name) ? texts.sendBy(quoteStep(program)) : texts.storeIn(quoteStep(program))] : []),
		...(tree.trigger.kind === 'form' && !isTold('data') ? [texts.data()] : []),
		...(isTold('exceptions') || !program ? [] : [texts.exceptions(quoteStep(program))]),
	];
}

/** Offers a short wish as it is, where it says what is done. */
const ownWords = (wish: string, language: Language): string | undefined =>
	findVerb(wish, language) ? shorten(wish, maxOffered) : undefined;

const maxOffered = 100;
const maxQuoted = 100;

/** Quotes the words of the wish where the name of the step puts them in another order, in which they may read badly. */
function quoteStep(task: Task): string {
	const said = task.kind === 'human' ? (task.instructions ?? '') : task.kind === 'agent' || task.kind === 'node' ? task.needs : '';
	const [, ...thing] = task.name.split(' ');
	return said === '' || said.toLowerCase().includes(thing.join(' ').toLowerCase()) ? task.name : shorten(said, maxQuoted);
}

/** Returns the name of the first condition that depends on a word such as `large`. */
function findVague(blocks: Block[], language: Language): string | undefined {
	for (const block of blocks)
		if (block.kind === 'choice') {
			const branch = block.branches.find(({ name, when }) => isVague(name, language) && !/[<>]/.test(when));
			const inner = branch?.name ?? block.branches.map((one) => findVague(one.do, language)).find(Boolean);
			if (inner !== undefined) return inner;
		}
	return undefined;
}
