/** Sentences by which something is done with the approval of a person only: the approval comes before it. */
import type { Language } from '../../../core/base/text/languages';
import type { Block, HumanStep, Task } from '../../tree/plan-tree';
import { findVerb } from '../../wish/find-verb';
import { cut, type Sentence } from '../../wish/sentences';
import { findGuard, nobody } from './find-guard';
import { readWho } from './find-judge';
import { setsApproved } from './limit-approval';
import { listLists, listTasks } from '../../tree/list-tasks';
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
	const verb = findVerb(steps[act] ?? '', o.language);
	if (!verb) return false;
	// `Never pay without approval` alone says nothing that is done.
	if (guard.isDenied && verb.subjectEnd === 0) return true;
	for (const step of steps.slice(0, act)) o.readClause(step, blocks);
	if (!hasApproved(o.scopes.flat(), guard.who)) blocks.push(addApproval(o, guard.who, writeStep(steps[act]!, o.language).name));
	for (const step of steps.slice(act)) o.readClause(step, blocks);
	if (guard.before !== '' && guard.rest !== '') o.readClause(guard.rest, blocks);
	return true;
}

/** A sentence about steps of other sentences: who approves before them, or who alone does them. */
export interface Rule {
	who?: string | undefined;
	verb: string;
	/** Words of the sentence. */
	text: string;
	/** It names who alone may do it. */
	isOnly?: boolean;
}

const onlys: Record<Language, RegExp> = {
	en: /^only (?<who>(?:the |our )?[\p{L}' -]{2,40}?) (?:may|can|must|should|is allowed to|are allowed to) (?<act>.+)$/iu,
	pt: /^(?:só|somente|apenas) (?<who>(?:[oa]s? )?[\p{L} -]{2,40}?) (?:pode|podem|deve|devem) (?<act>.+)$/iu,
};

/** Reads `only the manager may pay`. */
function findOnly(text: string, language: Language): (Omit<Rule, 'verb'> & { act: string }) | undefined {
	const { who: words = '', act = '' } = onlys[language].exec(text)?.groups ?? {};
	const who = readWho(words, language);
	return who === undefined ? undefined : { who, text, act, isOnly: true };
}

const verbOf = (text: string, language: Language): string | undefined => findVerb(text, language)?.base;

/** Takes out the sentences that only say who approves before a step of another sentence: `never pay without the approval of the manager`. */
export function takeRules(sentences: Sentence[], language: Language): { told: Sentence[]; rules: Rule[] } {
	const rules: Rule[] = [];
	const told = sentences.filter(({ text }) => {
		const rule = findRule(text, language);
		if (!rule) return true;
		const says = (part: string) => verbOf(part, language) === rule.verb;
		if (!sentences.some((other) => other.text !== text && splitSteps(other.text, language).some(says))) return true;
		rules.push(rule);
		return false;
	});
	return { told, rules };
}

function findRule(text: string, language: Language): Rule | undefined {
	const guard = findGuard(text, language);
	const only = guard ? undefined : findOnly(text, language);
	const verb = guard?.isDenied ? verbOf(guard.before || guard.rest, language) : only && verbOf(only.act, language);
	return verb === undefined ? undefined : { ...(only ?? { who: guard?.who, text }), verb };
}

/**
 * Puts the approval of each rule before the steps that it is about, or gives them to who alone may do them.
 * @returns rules that no step is about, and words that a rule overrules
 */
export function heedRules(o: Outline, blocks: Block[], rules: Rule[]): string[] {
	return rules.flatMap((rule) => {
		const acts = listTasks(blocks).filter(({ name }) => verbOf(name, o.language) === rule.verb);
		const isNamed = ({ name }: Task) => name.includes(' ') && rule.text.toLowerCase().includes(name.split(' ').at(-1)!.toLowerCase());
		const named = acts.filter(isNamed);
		const overruled = (named.length > 0 ? named : acts).flatMap((act) => heedRule(o, blocks, act, rule) ?? []);
		return acts.length === 0 ? [rule.text] : overruled;
	});
}

/** @returns the words by which another person does the step */
function heedRule(o: Outline, blocks: Block[], act: Task, { who, isOnly, text }: Rule): string | undefined {
	const list = listLists(blocks).find((one) => one.includes(act))!;
	const at = list.indexOf(act);
	if (!isOnly) {
		const before = listTasks(blocks).slice(0, listTasks(blocks).indexOf(act));
		if (!hasApproved(before, who)) list.splice(at, 0, addApproval(o, who, act.name));
		return undefined;
	}
	if (act.kind === 'human' && act.who === who) return undefined;
	const { id, name, writes } = act;
	list[at] = { kind: 'human', id, name, who: who!, instructions: cut(text, 300), ...(writes && { writes }) };
	return act.kind === 'human' && act.who !== outlineTexts[o.language].team ? act.instructions : undefined;
}
