import type { Language } from '../../../core/base/text/languages';
import type { Block, Choice, Field, PlanTree, Task } from '../../tree/plan-tree';
import { listLists, listTasks } from '../../tree/list-tasks';
import { findGroup } from '../../wish/find-people';
import { toId } from '../../wish/names';
import { cut } from '../../wish/sentences';
import { outlineTexts } from './outline-texts';
import { readThreshold } from './read-threshold';

type MakeId = (name: string) => string;

const risky =
	/^(?:pay|transfer|refund|delete|remove|publish|charge|cancel|pagar|transferir|reembolsar|excluir|remover|publicar|cobrar|cancelar|estornar)(?![\p{L}])/iu;
const sends =
	/^(?:send|email|notify|inform|message|post|remind|tell|warn|alert|enviar|mandar|notificar|avisar|informar|lembrar|postar|comunicar|alertar|responder)(?![\p{L}])/iu;

/** Finds the step of a program that cannot be taken back, the riskiest first; else such a step of a person. */
function findAct(tree: PlanTree): Task | undefined {
	const tasks = listTasks(tree.do);
	const programs = tasks.filter(({ kind }) => kind !== 'human');
	return (
		programs.find(({ name }) => risky.test(name)) ??
		programs.find(({ name }) => sends.test(name)) ??
		tasks.find(({ name }) => risky.test(name))
	);
}

const capitals = /(?<!\p{L})(?!(?:Yes|Sim|The|Only|Above|Up|From|Acima|Até|Só|Os?|As?|Um|Uma|If|Se)(?!\p{L}))\p{Lu}\p{Ll}[\p{L}'-]*/u;

/** Returns who an answer names, as a task names its group: a role before a name. */
export function findWho(answer: string, language: Language): string | undefined {
	const group = findGroup(answer, language);
	const name = group === undefined ? capitals.exec(answer)?.[0] : undefined;
	return name === undefined ? group : toId(name, outlineTexts[language].team);
}

/** Lets a person approve before the first step that cannot be taken back, or at the end, and ends what they refuse. */
export function requireApproval(tree: PlanTree, answer: string, id: MakeId): void {
	const texts = outlineTexts[tree.language];
	const act = findAct(tree);
	const list = listLists(tree.do).find((blocks) => act !== undefined && blocks.includes(act)) ?? tree.do;
	const end = list.findIndex((block) => block === act || block.kind === 'end');
	const who = findWho(answer, tree.language) ?? texts.team;
	const blocks = approve(texts.approve(cut(act?.name ?? tree.name, 45)), who, tree.language, id);
	list.splice(end < 0 ? list.length : end, 0, ...limitTo(tree, blocks, answer, id));
}

/** Returns the task of a person who approves, and the end of what they refuse. */
export function approve(name: string, who: string, language: Language, id: MakeId): [Task, Choice] {
	const texts = outlineTexts[language];
	return [
		{ kind: 'human', id: id(name), name, who, writes: [{ ...texts.approval }] },
		{
			kind: 'choice',
			id: id('approved'),
			name: texts.isApproved,
			branches: [
				{
					name: texts.notApproved,
					when: `${texts.approval.name} = false`,
					do: [{ kind: 'end', id: id('not-approved'), name: texts.notApproved }],
				},
			],
			otherwise: { name: texts.approved, do: [] },
		},
	];
}

/** Limits a person's approval by the answer: `the manager, above 5,000`. */
function limitTo(tree: PlanTree, blocks: Block[], answer: string, id: MakeId): Block[] {
	const { operator, value } = readThreshold(answer, tree.language) ?? {};
	const field = operator === undefined ? undefined : takeAmount(tree, answer);
	if (!field) return blocks;
	const name = `${field.label ?? field.name} ${operator} ${value}`;
	return [
		{
			kind: 'choice',
			id: id(name),
			name: `${name}?`,
			branches: [{ name, when: `${field.name} ${operator} ${value}`, do: blocks }],
			otherwise: { name: outlineTexts[tree.language].otherwise, do: [] },
		},
	];
}

const sums = /^(?:amount|total|sum|price|value|valor|preço|preco|montante)/i;

export function takeAmount(tree: Pick<PlanTree, 'inputs' | 'trigger' | 'language'>, words: string): Field | undefined {
	const text = words.toLowerCase();
	const figures = tree.inputs.filter(({ type }) => type === 'number');
	const named = figures.find(({ name, label }) => text.includes((label ?? name).toLowerCase()));
	const known = named ?? figures.find(({ name, label = '' }) => sums.test(name) || sums.test(label));
	if (known || tree.trigger.kind === 'timer') return known;
	const field = { ...outlineTexts[tree.language].amount };
	tree.inputs.push(field);
	return field;
}
