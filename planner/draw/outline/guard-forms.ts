/** Sentences by which something is done with the approval of a person only: the approval comes before it. */
import type { Language } from '../../../core/base/text/languages';
import type { Block, HumanStep } from '../../tree/plan-tree';
import { findVerb } from '../../wish/find-verb';
import { cut, type Sentence } from '../../wish/sentences';
import { findGuard, nobody } from './find-guard';
import { setsApproved } from './limit-approval';
import { listLists, listTasks } from './list-tasks';
import type { Outline } from './outline';
import { outlineTexts } from './outline-texts';
import { approval } from './read-condition';
import { splitSteps } from './split-steps';
import { writeStep } from './write-step';

const hasApproved = (blocks: Block[], who?: string): boolean =>
	listTasks(blocks).some((task) => setsApproved(task) && (who === undefined || (task.kind === 'human' && task.who === who)));

function addApproval(o: Outline, who: string | undefined, act: string): HumanStep {
	const texts = outlineTexts[o.language];
	const name = texts.approve(cut(act, 45));
	o.steps += 1;
	return { kind: 'human', id: o.id(name), name, who: who ?? texts.team, writes: [{ ...approval[o.language] }] };
}

/** Reads `finance pays, but never without the approval of the manager`: the manager approves before. */
export function readGuarded(o: Outline, text: string, blocks: Block[]): boolean {
	const guard = findGuard(text, o.language);
	if (!guard || nobody[o.language].test(guard.before)) return false;
	const steps = splitSteps(guard.before || guard.rest, o.language);
	const act = guard.before === '' ? 0 : steps.length - 1;
	if (!findVerb(steps[act] ?? '', o.language)) return false;
	for (const step of steps.slice(0, act)) o.readClause(step, blocks);
	if (!hasApproved(o.scopes.flat(), guard.who)) blocks.push(addApproval(o, guard.who, writeStep(steps[act]!, o.language).name));
	for (const step of steps.slice(act)) o.readClause(step, blocks);
	if (guard.before !== '' && guard.rest !== '') o.readClause(guard.rest, blocks);
	return true;
}

/** A sentence about steps of other sentences: who approves before them. */
export interface Rule {
	who?: string;
	verb: string;
	/** Words of the sentence. */
	text: string;
}

const verbOf = (text: string, language: Language): string | undefined => findVerb(text, language)?.base;

/** Takes out the sentences that only say who approves before a step of another sentence: `never pay without the approval of the manager`. */
export function takeRules(sentences: Sentence[], language: Language): { told: Sentence[]; rules: Rule[] } {
	const rules: Rule[] = [];
	const told = sentences.filter(({ text }) => {
		const guard = findGuard(text, language);
		const verb = guard?.isDenied ? verbOf(guard.before || guard.rest, language) : undefined;
		if (!guard || verb === undefined) return true;
		const says = (part: string) => verbOf(part, language) === verb;
		if (!sentences.some((other) => other.text !== text && splitSteps(other.text, language).some(says))) return true;
		rules.push({ ...(guard.who && { who: guard.who }), verb, text });
		return false;
	});
	return { told, rules };
}

/** Puts the approval of each rule before the steps that it is about. @returns the rules that no step is about */
export function heedRules(o: Outline, blocks: Block[], rules: Rule[]): Rule[] {
	return rules.filter(({ who, verb, text }) => {
		const acts = listTasks(blocks).filter(({ name }) => verbOf(name, o.language) === verb);
		const words = acts.filter(
			({ name }) => name.split(' ').length > 1 && text.toLowerCase().includes(name.split(' ').at(-1)!.toLowerCase()),
		);
		for (const act of words.length > 0 ? words : acts) {
			const list = listLists(blocks).find((one) => one.includes(act))!;
			const before = listTasks(blocks).slice(0, listTasks(blocks).indexOf(act));
			if (!hasApproved(before, who)) list.splice(list.indexOf(act), 0, addApproval(o, who, act.name));
		}
		return acts.length === 0;
	});
}
