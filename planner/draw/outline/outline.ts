import type { Language } from '../../../core/base/text/languages';
import { withMessage } from '../../doers/fill/known-fields';
import type { Picture, Plan } from '../../plan';
import { listTasks } from '../../tree/list-tasks';
import type { Block, Choice, Field, PlanTree, Trigger, Wait } from '../../tree/plan-tree';
import { takeName } from '../../tree/read/names';
import { findDuration } from '../../wish/durations';
import { findGroup } from '../../wish/find-people';
import { findTriggers } from '../../wish/find-trigger';
import { toId, toVariable } from '../../wish/names';
import { readTrigger } from '../../wish/read-trigger';
import { cut, maxWish, shorten, splitSentences, withoutBullet } from '../../wish/sentences';
import { isNo, leavesChoice } from '../../wish/yes-no';
import { isTold } from '../../interview/is-told';
import { showData } from '../show-data';
import { approve, findWho, requireApproval, takeAmount } from './approvals';
import { outlineTexts } from './outline-texts';
import { readThreshold } from './read-threshold';

/** Quantifiers are bounded: a long line cannot make them slow. */
const shapes: Record<Language, Record<'condition' | 'otherwise' | 'agent' | 'send' | 'wait' | 'approval', RegExp>> = {
	en: {
		condition: /^if ([^:]{1,120}): (.{1,300})$/iu,
		otherwise: /^(?:otherwise|else):? (.{1,300})$/iu,
		agent: /^ask (?:the |an? )?agent(?: ([a-z0-9][\w-]{0,62}))?: (.{1,300})$/iu,
		send: /^send (?:[^:]{1,40} )?by ([^:]{1,40}): (.{1,300})$/iu,
		wait: /^wait (?:for |until )?(.{1,60})$/iu,
		approval: /^(.{1,60}?) (?:approves?|has to approve|must approve)(?: (.{1,200}))?$/iu,
	},
	pt: {
		condition: /^(?:se|caso) ([^:]{1,120}): (.{1,300})$/iu,
		otherwise: /^(?:senão|caso contrário):? (.{1,300})$/iu,
		agent: /^(?:peça|pergunte|pedir|perguntar) (?:ao|à|a um) agente(?: ([a-z0-9][\w-]{0,62}))?: (.{1,300})$/iu,
		send: /^(?:envie|enviar|mande|mandar) (?:[^:]{1,40} )?(?:por|pel[oa]) ([^:]{1,40}): (.{1,300})$/iu,
		wait: /^(?:aguarde|aguardar|espere|esperar) (?:por |pel[oa] |até )?(.{1,60})$/iu,
		approval: /^(.{1,60}?) (?:aprovam?|deve aprovar|precisa aprovar)(?: (.{1,200}))?$/iu,
	},
};

const person = /^([\p{L}][\p{L}\d .'-]{1,40}): (.{1,300})$/u;

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Checks whether a line says more than a sentence of a person: prose is not read for steps. */
const hasForm = (line: string, language: Language): boolean =>
	[...Object.values(shapes[language]), person].some((shape) => shape.test(line));

/** Makes blocks of the lines of an outline, in their order. */
class LineReader {
	readonly blocks: Block[] = [];
	readonly #taken: Set<string>;

	constructor(private readonly tree: Pick<PlanTree, 'id' | 'inputs' | 'trigger' | 'language'>) {
		this.#taken = new Set([tree.id]);
	}

	id(name: string): string {
		return takeName(toId(name), this.#taken);
	}

	/** Reads a line: where no form fits, it is a step of a person. */
	read(line: string): void {
		this.blocks.push(...(this.#readCondition(line) ?? this.#readStep(line)));
	}

	/** Makes a step of a person of a whole sentence. */
	toTask(text: string, who?: string): Block {
		const name = cut(capitalize(text), 60);
		const { team } = outlineTexts[this.tree.language];
		return {
			kind: 'human',
			id: this.id(name),
			name,
			who: who ?? findFirst(text, this.tree.language) ?? team,
			...(name.replace(/…$/, '').length < text.length && { instructions: cut(text, 400) }),
		};
	}

	#readCondition(line: string): Block[] | undefined {
		const { language } = this.tree;
		const [, other] = shapes[language].otherwise.exec(line) ?? [];
		const last = this.blocks.at(-1);
		if (other !== undefined && last?.kind === 'choice' && last.otherwise.do.length === 0) {
			last.otherwise.do.push(...this.#readStep(other));
			return [];
		}
		const [, condition, step] = shapes[language].condition.exec(line) ?? [];
		if (condition === undefined || step === undefined) return undefined;
		return this.#readApproved(condition, step, last) ?? this.#branch(condition, step);
	}

	#readApproved(condition: string, step: string, last: Block | undefined): Block[] | undefined {
		const found = /^(?:(?:it |he |she )?(?:is |was )?(not |não )?(?:approved|aprovad[oa]|aprovar))$/iu.exec(condition.trim());
		const refusal = last?.kind === 'choice' && last.branches[0]?.when.startsWith('approved = ') ? last.branches[0] : undefined;
		if (!found || !refusal) return undefined;
		if (found[1] === undefined) return this.#readStep(step);
		refusal.do.splice(-1, 0, ...this.#readStep(step));
		return [];
	}

	#branch(condition: string, step: string): Block[] {
		const texts = outlineTexts[this.tree.language];
		const name = cut(capitalize(condition), 58);
		const { when, before } = this.#decide(condition, name);
		const choice: Choice = {
			kind: 'choice',
			id: this.id(name),
			name: `${name.replace(/\?$/, '')}?`,
			branches: [{ name, when, do: this.#readStep(step) }],
			otherwise: { name: texts.otherwise, do: [] },
		};
		return [...before, choice];
	}

	/** A figure is compared with an input. Everything else is found out by a person. */
	#decide(condition: string, name: string): { when: string; before: Block[] } {
		const { language } = this.tree;
		const texts = outlineTexts[language];
		const limit = readThreshold(condition, language);
		const field = limit?.operator === undefined ? undefined : takeAmount(this.tree, condition);
		if (limit && field) return { when: `${field.name} ${limit.operator} ${limit.value}`, before: [] };
		const decision: Field = { name: this.#variable(condition), type: 'boolean', label: `${name.replace(/\?$/, '')}?` };
		const check = texts.check(name);
		return {
			when: `${decision.name} = true`,
			before: [{ kind: 'human', id: this.id(check), name: check, who: texts.team, writes: [decision] }],
		};
	}

	#variable(text: string): string {
		const taken = new Set(JSON.stringify([this.tree.inputs, this.blocks]).match(/(?<="name":")[^"]+/g) ?? []);
		return takeName(toVariable(text), taken, '');
	}

	#readStep(line: string): Block[] {
		const { language } = this.tree;
		const texts = outlineTexts[language];
		const { agent, send, wait, approval } = shapes[language];
		const [, name, needs] = agent.exec(line) ?? [];
		if (needs !== undefined)
			return [
				{
					kind: 'agent',
					id: this.id(needs),
					name: cut(capitalize(needs), 60),
					needs,
					...(name !== undefined && { agent: name.toLowerCase() }),
				},
			];
		const [, system, message] = send.exec(line) ?? [];
		if (system !== undefined) {
			const title = cut(texts.sendBy(system), 60);
			return [{ kind: 'node', id: this.id(title), name: title, needs: `${title}: ${message}` }];
		}
		const [, time = ''] = wait.exec(line) ?? [];
		const duration = findDuration(time);
		const on = duration ? { kind: 'timer' as const, duration: duration.iso } : this.#toMessage(time);
		if (time !== '' && on) return [{ kind: 'event', id: this.id('wait'), name: cut(capitalize(line), 60), waits: [{ on }] }];
		const [, approver, thing] = approval.exec(line) ?? [];
		if (approver !== undefined) {
			const title = texts.approve(cut(thing ?? this.blocks.findLast(({ kind }) => kind !== 'choice')?.name ?? '', 45));
			return approve(title.replace(/:\s*$/, ''), this.#toWho(approver), language, (one) => this.id(one));
		}
		const [, doer, task] = person.exec(line) ?? [];
		return [task === undefined || doer === undefined ? this.toTask(line) : this.toTask(task, this.#toWho(doer))];
	}

	#toMessage(name: string): Wait | undefined {
		if (this.tree.trigger.kind === 'timer') return undefined;
		const label = this.tree.language === 'en' ? 'Reference' : 'Referência';
		if (name !== '')
			this.tree.inputs = [...this.tree.inputs.filter((one) => one.name !== 'reference'), { name: 'reference', type: 'text', label }];
		return { kind: 'message', name: toId(name), key: 'reference' };
	}

	/** A role as it is called, or a name: `Maria`, `the manager`. */
	#toWho(words: string): string {
		const { language } = this.tree;
		return (
			findGroup(words, language) ?? toId(words.replace(/^(?:the|an?|our|[oa]s?|uma?|nosso|nossa)\s+/iu, ''), outlineTexts[language].team)
		);
	}
}

/** Returns the group that a line begins with: `the clerk checks the order`. */
function findFirst(line: string, language: Language): string | undefined {
	const [subject = ''] = /^(?:(?:then|and|the|an?|our|então|depois|e|[oa]s?|uma?|nosso|nossa)\s+){0,3}\S+(?:\s\S+)?/iu.exec(line) ?? [];
	return findGroup(subject, language);
}

type Told = Pick<Plan, 'wish' | 'language' | 'picture'>;

interface Outline {
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

/** Leaves out the beginning, such as `every day at 9`. */
function withoutStart(lines: string[], language: Told['language']): string[] {
	const [first = '', ...others] = lines;
	const [, start = '', rest = ''] = /^([^,:]{1,160})(?:[,:]\s*(.*))?$/su.exec(first) ?? [];
	const isStart = first.endsWith(':') || (findTriggers(start, language).some((found) => found.start === 0) && !hasForm(first, language));
	return isStart ? [...(rest === '' ? [] : [rest]), ...others] : lines;
}

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
