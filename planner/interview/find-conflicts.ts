import type { Language } from '../../core/base/text/languages';
import { findRivals } from '../draw/outline/find-rivals';
import { findForbidden } from '../draw/outline/find-forbidden';
import { listTasks } from '../tree/list-tasks';
import { outlineTree } from '../draw/outline/outline-tree';
import type { Question } from '../plan';
import type { Block, PlanTree, Trigger } from '../tree/plan-tree';
import { findDuration, toHours } from '../wish/durations';
import { findTriggers } from '../wish/find-trigger';
import { shorten, splitSentences } from '../wish/sentences';
import { wishWords } from '../wish/words';
import { forbidsApproval, withoutDenial } from './find-facts';
import { questionTexts } from './question-texts';

const automatic: Record<Language, RegExp> = {
	en: /\b(?:fully automat\w+|completely automat\w+|without (?:any )?(?:people|persons?|humans?|human (?:help|intervention))|no humans?(?: involved)?|nobody (?:has|needs) to do anything)\b/i,
	pt: /(?<![\p{L}])(?:(?:totalmente|100 ?%|completamente) automátic\p{L}+|sem (?:nenhuma )?(?:pessoas?|humanos?|intervenção humana|ninguém)|ninguém precisa fazer nada)(?![\p{L}])/iu,
};
/** Finds statements of a wish that exclude each other, as questions that are asked first. */
export function findConflicts(wish: string, language: Language): Question[] {
	const texts = questionTexts[language];
	const tree = outlineTree({ wish, language, picture: {} });
	const questions: Question[] = [];
	const starts = clashingStarts(wish, language);
	if (starts) questions.push(texts.conflictOfStart(starts));
	const approver = listTasks(tree.do).find((task) => task.writes?.some(({ name }) => name === 'approved'));
	const approvals = clashingApprovals(wish, approver?.name, language);
	if (approvals) questions.push(texts.conflictOfApproval(approvals));
	const person = listTasks(tree.do).find((task) => task.kind === 'human');
	if (!approver && person && automatic[language].test(wish)) questions.push(texts.conflictOfPeople(person.name));
	const never = findForbidden(wish, listTasks(tree.do), language);
	if (never) questions.push(texts.conflictOfStep(never.name));
	const twice = findTwice(tree.do);
	if (twice) questions.push(texts.conflictOfBranches(twice));
	const slow = findTooSlow(wish, tree, language);
	if (slow) questions.push(texts.conflictOfTime(slow));
	return questions.slice(0, 2);
}

/** Two kinds of start; a message and a form are one, since a form sends one. */
function clashingStarts(wish: string, language: Language): [string, string] | undefined {
	const found = findTriggers(wish, language);
	const cycles = splitSentences(wish).flatMap(({ text }) => findTriggers(text, language).filter(({ trigger }) => trigger.kind === 'timer'));
	const [first, other] = cycles;
	if (first && other && JSON.stringify(first.trigger) !== JSON.stringify(other.trigger)) return [first.text, other.text];
	const manual = found.find(({ trigger }) => trigger.kind === 'manual');
	const timer = found.find(({ trigger }) => trigger.kind === 'timer');
	if (manual && timer) return [timer.text, manual.text];
	const said = splitSentences(wish).find(({ text }) => wishWords[language].begins.test(text.toLowerCase()));
	const begins = said && findTriggers(said.text, language)[0];
	const start = begins && found.find(({ trigger, start: at }) => !isSameStart(trigger, begins.trigger) && at !== wish.indexOf(said.text));
	return start && [start.text, begins.text];
}

/** A form sends a message. */
const isSameStart = (one: Trigger, other: Trigger): boolean =>
	[one, other].every(({ kind }) => kind === 'form' || kind === 'message') || one.kind === other.kind;

/** Returns the sentence by which nobody approves, and the one by which a person does: the step, where one sentence says both. */
function clashingApprovals(wish: string, approver: string | undefined, language: Language): [string, string] | undefined {
	const sentences = splitSentences(wish).map(({ text }) => text);
	const denial = sentences.find((text) => forbidsApproval(text, language));
	if (denial === undefined) return undefined;
	const asks = (text: string) => text !== denial && wishWords[language].approves.test(withoutDenial(text, language).toLowerCase());
	const demand = sentences.find(asks) ?? approver;
	return demand === undefined ? undefined : [shorten(denial, 120), shorten(demand, 120)];
}

/** Returns the condition under which one step is to be done by two different people. */
function findTwice(blocks: Block[]): string | undefined {
	for (const block of blocks) {
		const branch = block.kind === 'choice' ? block.branches.find((one) => findRivals(one.do) !== undefined) : undefined;
		if (branch) return branch.name;
	}
	return undefined;
}

/** Returns a wait that is longer than the time which the whole may take. */
function findTooSlow(wish: string, tree: PlanTree, language: Language): { wait: string; limit: string } | undefined {
	const whole = splitSentences(wish).find(
		({ text }) =>
			/\b(?:whole|everything|all of (?:it|this)|entire|processo todo|tudo|o processo)\b/i.test(text) &&
			wishWords[language].within.test(text),
	);
	const limit = whole && findDuration(whole.text);
	if (!limit) return undefined;
	const wait = tree.do.find(
		(block) => block.kind === 'event' && block.waits.some(({ on }) => on.kind === 'timer' && toHours(on.duration) > toHours(limit.iso)),
	);
	return wait && { wait: wait.name, limit: whole.text.slice(limit.start, limit.end) };
}
