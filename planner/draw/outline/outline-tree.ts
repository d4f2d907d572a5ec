import type { Plan } from '../../plan';
import type { Block, Field, PlanTree, Trigger } from '../../tree/plan-tree';
import { isSettled } from '../../interview/is-settled';
import { toId, toVariable } from '../../wish/names';
import { cut, type Sentence, shorten, splitSentences } from '../../wish/sentences';
import { findTriggers } from '../../wish/find-trigger';
import { findVerb } from '../../wish/find-verb';
import { readTrigger } from '../../wish/read-trigger';
import { showData } from '../show-data';
import { pruneBlocks } from './prune-blocks';
import { toTask, writeStep } from './write-step';
import { giveToPerson, isForPerson } from './give-to-person';
import { heedAnswers, heedImpossible } from './heed-answers';
import { listTasks } from '../../tree/list-tasks';
import { findReadyWish } from '../ready/find-ready-wish';
import { withMessage } from '../../doers/fill/known-fields';
import type { ReadyWish } from '../ready/ready-wishes';
import { OutlineReader } from './outline-reader';
import { outlineTexts } from './outline-texts';

type Told = Pick<Plan, 'wish' | 'language' | 'picture'>;

interface Outlined {
	tree: PlanTree;
	/** Sentences that led to nothing. */
	unread: string[];
	/** The tree is that of a template, which has other words. */
	isTemplate: boolean;
}

/** Draws a tree from the sentences of a wish and the picture, by rules. Without a model, this is the plan. */
export const outlineTree = (told: Told): PlanTree => outlineWish(told).tree;

/** Draws the tree, and says which sentences are not in it. */
export function outlineWish(told: Told): Outlined {
	const { wish, language, picture } = told;
	const texts = outlineTexts[language];
	const { goal, ready } = findGoal(told);
	const trigger = findTrigger(told, goal);
	const { reader, blocks, unread } = drawBlocks(goal, trigger.kind, told);
	const tree: PlanTree = {
		...{
			id: toId(shorten(goal, 40), 'plan'),
			name: cut(splitSentences(goal)[0]?.text ?? goal, 60) || texts.request.label!,
			purpose: cut(goal, 400) || texts.request.label!,
			language,
		},
		...{ trigger, inputs: listInputs(reader.inputs, trigger, picture.data, language), do: blocks },
	};
	tree.name = nameWish(goal, blocks, language) ?? tree.name;
	heedAnswers(tree, wish, picture, (name) => reader.id(name));
	tree.do = pruneBlocks(tree.do);
	if (tree.do.at(-1)?.kind !== 'end') tree.do.push({ kind: 'end', id: reader.id('end'), name: texts.done });
	showData(tree);
	return { tree, unread: ready ? [] : unread, isTemplate: ready !== undefined };
}

/** Names a plan that begins with its start by the first sentence of which a step is made: many begin with the same form. */
function nameWish(goal: string, blocks: Block[], language: Plan['language']): string | undefined {
	const sentences = splitSentences(goal);
	if (findTriggers(sentences[0]?.text ?? '', language).length === 0) return undefined;
	const said = listTasks(blocks).flatMap((task) =>
		'needs' in task ? task.needs : 'instructions' in task ? (task.instructions ?? []) : [],
	);
	const made = sentences.find(({ text }) => said.some((words) => text.toLowerCase().includes(words.toLowerCase())));
	return made && cut(made.text, 60);
}

interface ReadSentences {
	reader: OutlineReader;
	blocks: Block[];
	unread: string[];
}

/** Reads the sentences of a wish; once more where a person does what was not understood. */
function readSentences(sentences: Sentence[], trigger: Trigger['kind'], { language, picture }: Omit<Told, 'wish'>): ReadSentences {
	const reader = new OutlineReader(language, trigger);
	const blocks = pruneBlocks(reader.read(sentences));
	const { unread } = reader;
	if (unread.length === 0 || !isForPerson(picture)) return { reader, blocks, unread };
	const again = new OutlineReader(language, trigger);
	return { reader: again, blocks: pruneBlocks(again.read(giveToPerson(sentences, unread, language))), unread: again.unread };
}

/** Finds the goal: as it was told since, as the template of a few words says, or in the words of the wish. */
function findGoal(told: Told): { goal: string; ready?: ReadyWish } {
	const { wish, language, picture } = told;
	const answer = picture.goal?.text ?? '';
	// `Above 500` as an answer says nothing that can be done: it does not replace the wish.
	if (isSettled(picture, 'goal') && (picture.goal!.from !== 'answer' || isActivity(answer, language) || !isActivity(wish, language)))
		return { goal: answer };
	const ready = findShortWish(told);
	return ready ? { goal: ready.text[language], ready } : { goal: wish };
}

const isActivity = (text: string, language: Told['language']): boolean =>
	splitSentences(text).some((sentence) => findVerb(sentence.text, language) !== undefined);

/** An answer about the trigger counts before the wish. */
function findTrigger({ wish, language, picture }: Told, goal: string): Trigger {
	const said = picture.trigger?.text ?? '';
	const isAnswered = picture.trigger?.from === 'answer' || picture.trigger?.isConflict === true;
	const ofWish = isAnswered ? undefined : readTrigger(wish, language);
	// A goal that was asked for goes before a supposition.
	const isOpen = isSettled(picture, 'goal') ? !isAnswered : said === '';
	const ofGoal = goal !== wish && isOpen ? readTrigger(goal, language) : undefined;
	return ofWish ?? ofGoal ?? readTrigger(said, language) ?? { kind: 'manual' };
}

/** Where no step was found, the wish itself is one. */
function drawBlocks(goal: string, trigger: Trigger['kind'], { language, picture }: Omit<Told, 'wish'>): ReadSentences {
	const read = readSentences(heedImpossible(splitSentences(goal), language, picture), trigger, { language, picture });
	if (!read.blocks.every(({ kind }) => kind === 'end')) return read;
	const whole = shorten(goal, 200);
	const step = writeStep(whole || outlineTexts[language].request.label!, language);
	const unread = read.unread.filter((text) => !whole.includes(text));
	return { reader: read.reader, blocks: [toTask(step, read.reader.id(step.name), language)], unread };
}

/** Returns the template of a wish that says nothing but what is wanted, in a few words. */
export function findShortWish({ wish, language, picture }: Told): ReadyWish | undefined {
	if (isSettled(picture, 'goal') || findTriggers(wish, language).length > 0) return undefined;
	const ready = findReadyWish(wish, language);
	if (!ready) return undefined;
	const reader = new OutlineReader(language, 'manual');
	reader.read(splitSentences(wish));
	return reader.steps < 2 ? ready : undefined;
}

const types: Array<[RegExp, Field['type']]> = [
	[/\b(?:amount|total|price|number of|quantity|value|valor|preço|quantidade|qtd)/i, 'number'],
	[/\b(?:date|day|deadline|data|dia|prazo)\b/i, 'date'],
	[/\b(?:file|document|attachment|arquivo|ficheiro|documento|anexo)\b/i, 'file'],
];
const private_ =
	/\b(?:name|e-?mail|phone|address|cpf|nome|telefone|telemóvel|celular|contribuinte|nif|endereço|morada|id number|birth|nascimento)\b/i;

function listInputs(known: Field[], trigger: Trigger, data: Told['picture']['data'], language: Told['language']): Field[] {
	const isTold = data && (data.from !== 'wish' || trigger.kind === 'form');
	const named = isTold
		? data.text.split(/[,;\n]|\s+(?:and|e)\s+/).map((part) => shorten(part.replace(/^(?:and|e|the|their|o|a|os|as)\s/i, ''), 50))
		: [];
	const fields = named
		.filter((part) => /\p{L}/u.test(part) && part.split(' ').length < 6)
		.slice(0, 20)
		.map((label): Field => {
			const type = types.find(([shape]) => shape.test(label))?.[1] ?? 'text';
			return { name: toVariable(label), type, label, ...(private_.test(label) && { personal: true }) };
		});
	const all = [...known, ...fields.filter(({ name }) => !known.some((one) => one.name === name))];
	const unique = [...new Map(all.map((field) => [field.name, field])).values()];
	if (trigger.kind === 'form' && unique.length === 0) return [{ ...outlineTexts[language].request }];
	if (trigger.kind === 'message') return withMessage(unique, language);
	return trigger.kind === 'timer' ? [] : unique;
}
