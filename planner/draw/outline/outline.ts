import type { Language } from '../../../core/base/text/languages';
import type { Block, Choice, Field, Task, Trigger } from '../../tree/plan-tree';
import { referenceFields } from '../../tree/read/mend-keys';
import { findDuration, takeLimit } from '../../wish/durations';
import { isOutside } from '../../wish/find-people';
import { toId } from '../../wish/names';
import { cut, shorten } from '../../wish/sentences';
import { type WishWords, wishWords } from '../../wish/words';
import { undeny } from './find-guard';
import { cutLimit, setsApproved } from './limit-approval';
import { match } from './match-words';
import { outlineTexts } from './outline-texts';
import type { ReadCondition } from './read-answer';
import { approval, capital, readCondition } from './read-condition';
import { splitDoers } from './split-doers';
import { type NamedStep, toTask, writeStep } from './write-step';

export const maxSteps = 80;
const isTask = (block: Block | undefined): block is Task =>
	block !== undefined && 'kind' in block && ['agent', 'node', 'human'].includes(block.kind);

const decides = /^(?:decide|review|examine|assess|evaluate|decidir|rever|revisar|analisar|avaliar)(?!\p{L})/iu;
/** Checks for a step in which a person of the company decides, so that `she says no` is about it. */
const isDecision = (block: Block): boolean => block.kind === 'human' && decides.test(block.name) && !isOutside(block.who);

/** Lets a step set a variable, also where somebody else does it after its time. Returns false where it cannot, or not on each way. */
function setsAlways(task: Task, field: Field): boolean {
	if (task.kind !== 'human' && task.kind !== 'agent') return false;
	const late = task.deadline && !task.deadline.goesOn ? task.deadline.do.at(-1) : undefined;
	const isLate = task.deadline !== undefined && !task.deadline.goesOn && late?.kind !== 'end';
	if (isLate && !(late && isTask(late) && setsAlways(late, field))) return false;
	task.writes = [...(task.writes ?? []), field];
	return true;
}

/** A block with a deadline that a sentence gave it. */
export interface Late {
	block: Block;
	/** Done if it ends in time. */
	inTime: Block[];
}

/** A tree in the making: what the sentences so far said. */
export abstract class Outline {
	readonly inputs: Field[] = [];
	readonly words: WishWords;
	/** Lists of blocks from the outermost to the one that is written. */
	readonly scopes: Block[][] = [];
	/** The choice of the sentence before, which an `otherwise` belongs to. */
	choice: Choice | undefined;
	/** The wait of the sentence before, and the blocks that are done if it ends in time. */
	late: Late | undefined;
	lateBefore: Late | undefined;
	/** The wish says what is done if somebody refuses. */
	mayRefuse = false;
	/** The variable of the last condition. */
	condition: Field | undefined;
	steps = 0;
	/** Place in the outermost list where the blocks of the sentence before begin. */
	sentenceStart = 0;
	#last: NamedStep | undefined;
	readonly #ids = new Set<string>();
	/** Steps that have not ended where the words are done. */
	readonly #unfinished = new Set<Block>();

	constructor(
		readonly language: Language,
		private readonly trigger: Trigger['kind'],
	) {
		this.words = wishWords[language];
	}

	/** Reads a clause into a list. */
	abstract readClause(text: string, blocks: Block[], before?: Choice): void;

	/** Reads a condition, with what the steps before it set. */
	readCondition(words: string): ReadCondition {
		return readCondition(
			words,
			this.language,
			this.condition,
			this.scopes.flat().some((block) => setsApproved(block) || isDecision(block)),
		);
	}

	/** Reads words into a branch. Who did the step before it goes on after it. */
	inside(blocks: Block[], text: string): void {
		const last = this.#last;
		const before = blocks.length;
		this.readClause(text, blocks);
		// A branch says what is done, also with a verb that no list has.
		if (blocks.length === before && /\p{L}+\s+\p{L}/u.test(text) && undeny(text, this.language) === text) this.addStep(text, blocks);
		this.#last = last;
	}

	/** Does something with a list as the innermost one. */
	within(blocks: Block[], work: () => void): void {
		this.scopes.push(blocks);
		work();
		this.scopes.pop();
	}

	/** Does something beside a step, or after its time was over: nothing that it sets is known there. */
	aside(step: Block | undefined, work: () => void): void {
		if (step) this.#unfinished.add(step);
		work();
		if (step) this.#unfinished.delete(step);
	}

	/** Makes an id that no other block has. */
	id(name: string): string {
		const base = toId(name);
		let id = base;
		for (let next = 2; this.#ids.has(id); next += 1) id = `${base}-${next}`;
		this.#ids.add(id);
		return id;
	}

	/** Lets `check if a room is free` set what it finds out, which `if yes` reads. */
	#writeFinding(task: Task, words: string): void {
		const asked = match(words, this.language === 'pt' ? /\sse\s+(?!necess)/ : /\s(?:if|whether)\s+/);
		if (!asked || !this.words.asks.test(words.slice(0, asked.index).toLowerCase())) return;
		const { field } = readCondition(words.slice(asked.index + asked[0].length), this.language);
		if (field.type !== 'boolean' || !('writes' in task || task.kind !== 'unsupported')) return;
		task.writes = [...(task.writes ?? []), field];
		this.condition = field;
	}

	parallel(branches: Array<{ do: Block[] }>): Block {
		return { kind: 'parallel', id: this.id('parallel'), name: outlineTexts[this.language].parallel, branches };
	}

	/** Lets a step before the condition set its variable: a figure comes with the trigger, a judgement from who worked on it last. */
	declare(field: Field, back = 0): void {
		const isKnown = (fields: Field[] = []) => fields.some(({ name }) => name === field.name);
		const before = this.scopes
			.flatMap((blocks) => (back > 0 ? blocks.slice(0, -back) : blocks))
			.filter(isTask)
			.filter((task) => !this.#unfinished.has(task));
		if (isKnown(this.inputs) || before.some(({ writes }) => isKnown(writes))) return;
		const label = (field.label ?? field.name).toLowerCase().replace(/\?$/, '');
		// `extract the total` finds out what `if the total is above 500` reads.
		const finder =
			field.type === 'number' ? before.findLast((task) => task.kind !== 'node' && task.name.toLowerCase().includes(label)) : undefined;
		if (finder?.kind === 'agent') {
			finder.writes = [...(finder.writes ?? []), field];
			return;
		}
		const last = before.at(-1);
		if (this.trigger !== 'timer' && (!last || field.type === 'number')) this.inputs.push(field);
		else if (last && setsAlways(last, field)) return;
		else {
			const name = cut(outlineTexts[this.language].check((field.label ?? field.name).replace(/\?$/, ''), field.type), 60);
			const blocks = this.scopes.at(-1)!;
			blocks.splice(blocks.length - back, 0, {
				kind: 'human',
				id: this.id(name),
				name,
				who: outlineTexts[this.language].team,
				writes: [field],
			});
		}
	}

	/** Lets the person decide whom a condition names, unless a step of theirs before it does. */
	addDecision({ who, field }: ReadCondition, blocks: Block[]): void {
		if (who === undefined) return;
		const before = this.scopes.flat().filter(isTask);
		const own = before.findLast((task) => task.kind === 'human' && task.who === who && (setsApproved(task) || isDecision(task)));
		const last = before.at(-1);
		if (own) own.writes = [...(own.writes ?? []).filter(({ name }) => name !== field.name), field];
		if (own || (last?.kind === 'human' && last.who === who && !last.deadline)) return;
		const texts = outlineTexts[this.language];
		const name =
			field.name === approval.en.name ? texts.decides : cut(texts.check((field.label ?? field.name).replace(/\?$/, ''), field.type), 60);
		blocks.push({ kind: 'human', id: this.id(name), name, who, writes: [field] });
		this.steps += 1;
	}

	/** @param isAtMost whether it waits for a message, and the duration is how long */
	addWait(blocks: Block[], words: string, duration?: string, isAtMost = false): void {
		const name = capital(cut(words, 60));
		const id = this.id(name);
		const message = { kind: 'message' as const, name: toId(words, 'message'), key: 'reference' };
		const timer = duration ? [{ on: { kind: 'timer' as const, duration } }] : [];
		const needsKey = !duration || isAtMost;
		const reference = { ...referenceFields[this.language] };
		// A start by time has no data: a step before has to say for which message it waits.
		if (needsKey && this.trigger === 'timer') this.within(blocks, () => this.declare(reference));
		else if (needsKey && !this.inputs.some(({ name: known }) => known === 'reference')) this.inputs.push(reference);
		blocks.push({ kind: 'event', id, name, waits: [...(needsKey ? [{ on: message }] : []), ...timer] });
		this.steps += 1;
	}

	addStep(words: string, blocks: Block[]): void {
		if (this.steps >= maxSteps) return;
		const within = match(words, this.words.within);
		const duration = within && findDuration(words.slice(within.index));
		const timeless = duration ? words.slice(0, within.index).trim() || words.slice(within.index + duration.end) : words;
		const clause = timeless.replace(/^[\s,]+/, '');
		const { text: once, limit = 1 } = takeLimit(clause);
		const isLoop = limit > 1 && writeStep(once, this.language, this.#last).kind !== 'node';
		const tasks = splitDoers(isLoop ? once : clause, this.language).map((part) => this.#makeTask(part, words, duration?.iso));
		blocks.push(...this.#joinTasks(tasks).map((block) => (isLoop && isTask(block) ? this.#repeat(block, limit) : block)));
	}

	#makeTask(clause: string, words: string, due: string | undefined): Task {
		const step = this.#writeStep(clause);
		const task = toTask(step, this.id(step.name), this.language, step.approves ? [{ ...approval[this.language] }] : []);
		if (due && task.kind === 'human') task.due = due;
		this.#writeFinding(task, words);
		this.#last = step;
		this.steps += 1;
		return task;
	}

	/** Two people do the same side by side; of two approvals each has its own. */
	#joinTasks(tasks: Task[]): Block[] {
		if (tasks.length < 2) return tasks;
		if (!tasks.some(setsApproved)) return [this.parallel(tasks.map((task) => ({ do: [task] })))];
		return tasks.map((task) => ({
			...task,
			...(task.kind === 'human' && { name: cut(`${task.name} (${task.who.replaceAll('-', ' ')})`, 60) }),
		}));
	}

	/** Does a step again until it is said to be done, at most so often. */
	#repeat(task: Task, limit: number): Block {
		const { finished, atMost } = outlineTexts[this.language];
		if ('writes' in task || task.kind === 'human' || task.kind === 'agent') task.writes = [...(task.writes ?? []), { ...finished }];
		return { kind: 'loop', id: this.id(atMost(limit)), name: atMost(limit), do: [task], until: `${finished.name} = true`, limit };
	}

	/** The limit of an approval is a condition, and not of the thing that later steps are about. */
	#writeStep(words: string): NamedStep {
		const clause = this.words.approves.test(words.toLowerCase()) ? cutLimit(words, this.language) : words;
		const step = writeStep(clause, this.language, this.#last);
		return clause === words ? step : { ...step, needs: shorten(words, 300) };
	}
}
