import type { Language } from '../../../core/base/text/languages';
import type { Picture, Slot, SlotValue } from '../../plan';
import type { Block, Choice, Field, PlanTree, Task } from '../../tree/plan-tree';
import { isSettled } from '../../interview/is-settled';
import { findDuration, toHours } from '../../wish/durations';
import { findWho } from '../../wish/find-name';
import { findSystems } from '../../wish/find-systems';
import { isImpossible } from '../../wish/impossible';
import { toId } from '../../wish/names';
import { cut, type Sentence, shorten } from '../../wish/sentences';
import { isNo, leavesChoice } from '../../wish/yes-no';
import { findRivals } from './find-rivals';
import { findForbidden } from './find-forbidden';
import { listLists, listTasks } from '../../tree/list-tasks';
import { outlineTexts } from './outline-texts';
import { approval, readThreshold, type Threshold } from './read-condition';
import { limitApproval, limitClauses, setsApproved, takeAmount } from './limit-approval';

type MakeId = (name: string) => string;
interface Told {
	wish: string;
	language: Language;
	/** The answer of a slot, or what was supposed for it; empty without one. */
	answer: (slot: Slot) => string;
	id: MakeId;
}

const leavesOut = /leave it out|deixe de fora|remove|tire/i;

/** Leaves out sentences that nothing can do, or gives them to a person, as the answer says. */
export function heedImpossible(sentences: Sentence[], language: Language, picture: Picture): Sentence[] {
	const { limits } = picture;
	if (!limits || !isSettled(picture, 'limits')) return sentences;
	const { decide } = outlineTexts[language];
	return sentences.flatMap((sentence) => {
		if (!isImpossible(sentence.text, language)) return [sentence];
		return leavesOut.test(limits.text) ? [] : [{ text: decide(cut(sentence.text, 45)), isEntry: true }];
	});
}

/** Changes an outline by the answers of the interview. */
export function heedAnswers(tree: PlanTree, wish: string, picture: Picture, id: MakeId): void {
	const answer = (slot: Slot) => (picture[slot] && picture[slot].from !== 'wish' ? picture[slot].text : '');
	const told: Told = { wish, language: tree.language, answer, id };
	heedForbidden(tree, told);
	heedDecisions(tree, told);
	heedApprovals(tree, told);
	heedDeadline(tree, picture.deadline);
	for (const task of listTasks(tree.do)) heedTask(task, told);
	for (const list of listLists(tree.do)) heedActors(list, told);
}

function heedForbidden(tree: PlanTree, { wish, language, answer }: Told): void {
	if (!leavesOut.test(answer('limits'))) return;
	const step = findForbidden(wish, listTasks(tree.do), language);
	for (const list of listLists(tree.do)) {
		const at = list.findIndex((block) => block === step);
		if (at >= 0) list.splice(at, 1);
	}
}

/** Takes the limit of an answer for a condition such as `large`, or one of two people who are to do the same. */
function heedDecisions(tree: PlanTree, { language, answer }: Told): void {
	const text = answer('decisions');
	if (text === '') return;
	const isSecond = /second|segund/i.test(text);
	const branches = listLists(tree.do)
		.flat()
		.flatMap((block) => (block.kind === 'choice' ? block.branches : []));
	for (const branch of branches) {
		const rivals = findRivals(branch.do);
		if (rivals) branch.do.splice(isSecond ? rivals[0] : rivals[1], 1);
	}
	const threshold = readThreshold(text, language);
	if (!threshold) return;
	for (const branch of findLimited(branches, threshold, language)) {
		const field = takeAmount(tree, branch.name, threshold.value);
		const usual = /small|low|cheap|pequen|baix|barat/i.test(branch.name) ? '<' : '>';
		if (!field) continue;
		dropVariable(tree, branch.when.split(' ')[0]!);
		branch.when = `${field.name} ${threshold.operator ?? usual} ${threshold.value}`;
	}
}

type Branch = Choice['branches'][number];

/** Returns the conditions that an answer with a limit is about: those of a size without a figure, or the only one that a limit can decide. */
function findLimited(branches: Branch[], { operator }: Threshold, language: Language): Branch[] {
	const open = branches.filter(({ when }) => / = (?:true|false)$/.test(when) && !when.startsWith(`${approval[language].name} `));
	const sizes = open.filter(({ name }) => isVague(name, language));
	if (sizes.length > 0) return sizes;
	return operator !== undefined && open.length === 1 ? open : [];
}

/** Takes out a variable that nothing reads any more, and the step that only set it. */
function dropVariable(tree: PlanTree, variable: string): void {
	const isOther = ({ name }: Field) => name !== variable;
	tree.inputs = tree.inputs.filter(isOther);
	for (const list of listLists(tree.do)) {
		for (const task of [...list]) {
			if (!('writes' in task) || !task.writes) continue;
			const left = task.writes.filter(isOther);
			const isForIt = left.length === 0 && task.writes.length > 0 && task.kind === 'human' && task.instructions === undefined;
			task.writes = left;
			if (isForIt) remove(list, (block) => block === task);
		}
	}
}

const vague: Record<Language, RegExp> = {
	en: /\b(?:large|big|high|expensive|too much|huge|small|low|cheap|significant|a lot)\b/i,
	pt: /(?<![\p{L}])(?:grandes?|alt[oa]s?|car[oa]s?|muito|enorme|pequen[oa]s?|baix[oa]s?|barat[oa]s?|relevantes?)(?![\p{L}])/iu,
};
/** Checks for a condition that depends on a size without a figure. */
export const isVague = (text: string, language: Language): boolean => vague[language].test(text);

const risky =
	/^(?:pay|transfer|refund|delete|remove|publish|charge|cancel|pagar|transferir|reembolsar|excluir|remover|publicar|cobrar|cancelar|estornar)(?![\p{L}])/iu;
const sends =
	/^(?:send|email|notify|inform|message|post|remind|tell|warn|alert|enviar|mandar|notificar|avisar|informar|lembrar|postar|comunicar|alertar|responder)(?![\p{L}])/iu;
/** Checks for the name of a step that costs money, or by which something is lost or seen by everybody. */
export const isRisky = (name: string): boolean => risky.test(name);
export const isSending = (name: string): boolean => sends.test(name);

/** Returns the step that is done by a program and cannot be taken back, the riskiest first. */
export function findAct(tree: PlanTree): Task | undefined {
	const tasks = listTasks(tree.do).filter(({ kind }) => kind !== 'human');
	return tasks.find(({ name }) => isRisky(name)) ?? tasks.find(({ name }) => isSending(name));
}

/** Ends the plan where a person did not approve and the wish does not say what follows; adds or removes approvals as an answer asks for. */
function heedApprovals(tree: PlanTree, { language, answer, id }: Told): void {
	const text = answer('approvals');
	const isUsed = () => JSON.stringify(tree.do).includes('approved = ');
	const exists = listTasks(tree.do).some(setsApproved);
	if (text !== '' && isNo(text) && !isUsed()) for (const list of listLists(tree.do)) remove(list, setsApproved);
	const who = isNo(text) ? undefined : findWho(text, language);
	for (const task of listTasks(tree.do)) if (who && setsApproved(task) && task.kind === 'human') task.who = who;
	if (text !== '' && !isNo(text) && !exists) addApproval(tree, text, id);
	if (!isUsed() && exists && !isNo(text)) limitExisting(tree, text, id);
	if (!isUsed() && !readThreshold(text, language)) limitClauses(tree, id);
	endRefused(tree.do, id, language);
}

/** Asks for an approval that the wish has always only above the limit of the answer. */
function limitExisting(tree: PlanTree, answer: string, id: MakeId): void {
	const at = tree.do.findIndex(setsApproved);
	if (at >= 0) tree.do[at] = limitApproval(tree, tree.do[at]!, answer, id);
}

/** Lets a person approve before the first step that cannot be taken back, and ends what they refuse. */
export function requireApproval(tree: PlanTree, answer: string, id: MakeId): void {
	addApproval(tree, answer, id);
	endRefused(tree.do, id, tree.language);
}

function addApproval(tree: PlanTree, answer: string, id: MakeId): void {
	const texts = outlineTexts[tree.language];
	const act = findAct(tree) ?? listTasks(tree.do).find((task) => isRisky(task.name));
	const list = act ? listLists(tree.do).find((blocks) => blocks.includes(act))! : tree.do;
	const end = list.findIndex((block) => block === act || block.kind === 'end');
	const place = end < 0 ? list.length : end;
	const name = texts.approve(cut(act?.name ?? tree.name, 45));
	const who = findWho(answer, tree.language) ?? texts.team;
	const approve: Block = { kind: 'human', id: id(name), name, who, writes: [{ ...approval[tree.language] }] };
	list.splice(place, 0, limitApproval(tree, approve, answer, id));
}

function remove(list: Block[], isGone: (block: Block) => boolean): void {
	for (let at = list.length - 1; at >= 0; at -= 1) if (isGone(list[at]!)) list.splice(at, 1);
}

/**
 * Ends after each approval that was refused and that no condition reads before the next one, also in branches of choices.
 * @param isRead what follows the blocks reads it
 */
function endRefused(blocks: Block[], id: MakeId, language: Language, isRead = false): void {
	const texts = outlineTexts[language];
	let reads = isRead;
	for (let at = blocks.length - 1; at >= 0; at -= 1) {
		const block = blocks[at]!;
		if (block.kind === 'choice') for (const branch of [...block.branches, block.otherwise]) endRefused(branch.do, id, language, reads);
		if (!setsApproved(block)) reads ||= JSON.stringify(block).includes('approved = ');
		else {
			if (!reads)
				blocks.splice(at + 1, 0, {
					...{ kind: 'choice', id: id('approved'), name: texts.isApproved },
					branches: [
						{ name: texts.notApproved, when: 'approved = false', do: [{ kind: 'end', id: id('not-approved'), name: texts.refused }] },
					],
					otherwise: { name: texts.approved, do: [] },
				});
			reads = false;
		}
	}
}

function heedDeadline(tree: PlanTree, deadline: SlotValue | undefined): void {
	const limit = deadline && deadline.from !== 'wish' ? findDuration(deadline.text)?.iso : undefined;
	if (!limit) return;
	for (const block of listLists(tree.do).flat()) {
		if (block.kind === 'human') block.due ??= limit;
		if (block.kind !== 'event') continue;
		for (const { on } of block.waits) if (on.kind === 'timer' && toHours(on.duration) > toHours(limit)) on.duration = limit;
	}
}

/** Puts the answers on systems and exceptions into a step. */
function heedTask(task: Task, { language, answer, id }: Told): void {
	const texts = outlineTexts[language];
	const told = answer('systems');
	const system = !leavesChoice(told) && (findSystems(told)[0] ?? shorten(told, 40));
	if (task.kind === 'node' && system && findSystems(task.needs).length === 0) task.needs += texts.by(system);
	const ends = /(?:^|[^\p{L}])(?:ends?|stops?|encerr\p{L}*|termin\p{L}*|pare?)(?![\p{L}])/iu.test(answer('exceptions'));
	if (ends && (task.kind === 'node' || task.kind === 'agent'))
		task.onError = [{ kind: 'end', id: id(`failed-${task.id}`), name: texts.failed }];
}

const program = /(?:^|[^\p{L}])(?:program|programa|robot|robô|agent|agente|ai|ia|system|sistema|automatic\p{L}*)(?![\p{L}])/iu;

function heedActors(list: Block[], { language, answer }: Told): void {
	const text = answer('actors');
	const { team } = outlineTexts[language];
	if (text === '') return;
	for (const [at, block] of list.entries()) {
		if (block.kind !== 'human' || setsApproved(block)) continue;
		if (program.test(text))
			list[at] = {
				kind: 'agent',
				id: block.id,
				name: block.name,
				needs: block.instructions ?? block.name,
				...(block.writes && { writes: block.writes }),
			};
		else if (block.who === team) block.who = findWho(text, language) ?? toId(shorten(text, 40), team);
	}
}
