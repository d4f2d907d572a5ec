import { withMessage } from '../../doers/fill/known-fields';
import type { Picture, Plan } from '../../plan';
import { listTasks } from '../../tree/list-tasks';
import type { Field, PlanTree, Trigger } from '../../tree/plan-tree';
import { findDuration } from '../../wish/durations';
import { findTriggers } from '../../wish/find-trigger';
import { toId, toVariable } from '../../wish/names';
import { readTrigger } from '../../wish/read-trigger';
import { cut, maxWish, shorten, splitSentences, withoutBullet } from '../../wish/sentences';
import { isNo, leavesChoice } from '../../wish/yes-no';
import { isTold } from '../../interview/is-told';
import { showData } from '../show-data';
import { findWho, requireApproval } from './approvals';
import { outlineTexts } from './outline-texts';
import { hasForm, LineReader } from './read-line';

export type Told = Pick<Plan, 'wish' | 'language' | 'picture'>;

export interface Outline {
	tree: PlanTree;
	/** True where the wish is prose: each sentence is a step of a person. */
	isProse: boolean;
}

const maxLines = 120;

/** Draws a plan without a model: of lines, one step each; of prose, a step of a person for each sentence. */
export function outlineWish(told: Told): Outline {
	const { wish, language, picture } = told;
	const texts = outlineTexts[language];
	const goal = (picture.goal && picture.goal.from !== 'wish' ? picture.goal.text : wish).slice(0, maxWish).trim() || texts.request.label!;
	const { lines, isProse } = splitLines(goal, language);
	const tree: PlanTree = {
		id: toId(shorten(goal, 40), 'plan'),
		name: cut(withoutBullet(goal.split(/[\n.]/)[0]!).replace(/[:\s]+$/, ''), 60),
		purpose: cut(goal, 400),
		language,
		trigger: findTrigger(told, goal),
		inputs: [],
		do: [],
	};
	tree.inputs = listInputs(tree, picture.data);
	const reader = new LineReader(tree);
	for (const line of lines) {
		if (isProse) reader.blocks.push(reader.toTask(line));
		else reader.read(line);
	}
	tree.do = reader.blocks;
	if (listTasks(tree.do).length === 0) tree.do = [reader.toTask(shorten(goal, 200))];
	heedAnswers(tree, picture, (name) => reader.id(name));
	tree.do.push({ kind: 'end', id: reader.id('end'), name: texts.done });
	showData(tree);
	return { tree, isProse };
}

/** A text of one line without a form, or with several sentences in a line without one, is prose. */
function splitLines(goal: string, language: Told['language']): { lines: string[]; isProse: boolean } {
	const all = goal.split(/\r?\n/).map((line) => withoutBullet(line).trim().replace(/[.;]$/, ''));
	const lines = withoutStart(all.filter((line) => /\p{L}/u.test(line)).slice(0, maxLines), language);
	const isOutline = all.length > 1 || lines.some((line) => hasForm(line, language));
	const isProse = !isOutline || lines.some((line) => !hasForm(line, language) && splitSentences(line).length > 1);
	return { lines: isProse ? splitSentences(goal).map(({ text }) => text) : lines, isProse };
}

/** Leaves out how it begins: a first line such as `every day at 9` or one that ends with a colon, or its part before a comma. */
function withoutStart(lines: string[], language: Told['language']): string[] {
	const [first = '', ...others] = lines;
	const [, start = '', rest = ''] = /^([^,:]{1,160})(?:[,:]\s*(.*))?$/su.exec(first) ?? [];
	const isStart = first.endsWith(':') || (findTriggers(start, language).some((found) => found.start === 0) && !hasForm(first, language));
	return isStart ? [...(rest === '' ? [] : [rest]), ...others] : lines;
}

/** An answer about the start counts before the wish, and both before what was supposed. */
function findTrigger({ language, picture: { trigger } }: Told, goal: string): Trigger {
	const answered = trigger && isTold(trigger) ? readTrigger(trigger.text, language) : undefined;
	const supposed = trigger ? readTrigger(trigger.text, language) : undefined;
	return answered ?? readTrigger(goal, language) ?? supposed ?? { kind: 'manual' };
}

const types: Array<[RegExp, Field['type']]> = [
	[/\b(?:amount|total|price|number of|quantity|value|valor|preço|quantidade|qtd)/i, 'number'],
	[/\b(?:date|day|deadline|data|dia|prazo)\b/i, 'date'],
	[/\b(?:file|document|attachment|arquivo|ficheiro|documento|anexo)\b/i, 'file'],
];
const personal =
	/\b(?:name|e-?mail|phone|address|cpf|nome|telefone|telemóvel|celular|contribuinte|nif|endereço|morada|id number|birth|nascimento)\b/i;

/** Reads the fields of an answer: `name, amount and reason`. */
function listInputs({ trigger, language }: PlanTree, data: Picture['data']): Field[] {
	const named = (data?.text ?? '')
		.split(/[,;\n]|\s+(?:and|e)\s+/)
		.map((part) => shorten(part.replace(/^(?:the|their|os?|as?)\s/i, ''), 50));
	const fields = named
		.filter((label) => /\p{L}/u.test(label) && label.split(' ').length < 6)
		.slice(0, 20)
		.map((label): Field => {
			const type = types.find(([shape]) => shape.test(label))?.[1] ?? 'text';
			return { name: toVariable(label), type, label, ...(personal.test(label) && { personal: true }) };
		});
	const unique = [...new Map(fields.map((field) => [field.name, field])).values()];
	if (trigger.kind === 'form' && unique.length === 0) return [{ ...outlineTexts[language].request }];
	if (trigger.kind === 'message') return withMessage(unique, language);
	return trigger.kind === 'timer' ? [] : unique;
}

/** Puts in who does what nobody is named for, an approval, and until when. Other answers are said as not drawn. */
function heedAnswers(tree: PlanTree, { actors, approvals, deadline }: Picture, id: (name: string) => string): void {
	const { team, approval } = outlineTexts[tree.language];
	const isAnswer = (value: Picture['actors']) => value !== undefined && value.from !== 'wish' && !leavesChoice(value.text);
	const who = isAnswer(actors) ? (findWho(actors!.text, tree.language) ?? toId(shorten(actors!.text, 40), team)) : team;
	const due = isAnswer(deadline) ? findDuration(deadline!.text)?.iso : undefined;
	for (const task of listTasks(tree.do)) {
		if (task.kind !== 'human') continue;
		if (task.who === team) task.who = who;
		if (due !== undefined) task.due = due;
	}
	const exists = listTasks(tree.do).some((task) => task.writes?.some(({ name }) => name === approval.name));
	if (isAnswer(approvals) && !isNo(approvals!.text) && !exists) requireApproval(tree, approvals!.text, id);
}
