/** Sentences about what is done if somebody does not answer or decide in time. Each returns whether it read the words. */
import type { Block, Event, HumanStep } from '../../tree/plan-tree';
import { findDuration, sayDuration, toHours } from '../../wish/durations';
import { findGroup, isOutside } from '../../wish/find-people';
import { findVerb } from '../../wish/find-verb';
import { toId } from '../../wish/names';
import { cut } from '../../wish/sentences';
import { splitCondition } from './choice-forms';
import { findJudge, readWho } from './find-judge';
import { setsApproved } from './limit-approval';
import { match } from './match-words';
import type { Late, Outline } from './outline';
import { outlineTexts } from './outline-texts';
import { approval, capital, isNegated, nameCondition, toStatement } from './read-condition';
import { splitSteps } from './split-steps';
import { tells } from './end-refusal';

const answer = /(?<!\p{L})(?:answers?|repl(?:y|ies)|responses?|responds?|respostas?|responde\p{L}*)(?!\p{L})/iu;

interface Clause {
	/** The words with the time. */
	said: string;
	/** Without it. */
	words: string;
	duration: string;
	isNegative: boolean;
}

const after =
	/,?\s*(?<!\p{L})(?:after|for|by the end of|após|depois de|passad[oa]s|ao fim de|durante|por|até)\s+(?=(?:\d{1,4}|\p{L}{1,6})\s)/u;
const nothing = /(?<!\p{L})(?:no|nobody|no one|nothing|without|sem|nenhuma?|ninguém|nada)(?!\p{L})/u;

const missing =
	/(?<!\p{L})(?:no|sem|nenhuma?|não (?:há|houver|existir|tivermos|recebermos|chegar|vier)(?: a| o| uma?| nenhuma?)?)\s+(\p{L}{3,})/u;

/** Splits `the customer does not answer within two days, call them` after its time. A figure that is compared is not a time to wait. */
function splitLate(o: Outline, text: string): [Clause, string] | undefined {
	const lower = text.toLowerCase();
	const found = match(text, o.words.within) ?? match(text, after);
	const duration = found && findDuration(text.slice(found.index));
	if (!found || !duration || duration.start > found[0].length + 1) return undefined;
	const end = found.index + duration.end;
	const words = text.slice(0, found.index).trim();
	const isNegative = isNegated(words.toLowerCase(), o.language) || nothing.test(words.toLowerCase());
	const isSaid = isNegative || (o.words.within.test(lower) && (findVerb(words, o.language) !== undefined || answer.test(words)));
	if (!isSaid || /[,:]/.test(words) || o.readCondition(words).field.type !== 'boolean') return undefined;
	const rest = text.slice(end);
	const then = match(rest, o.words.thenWord);
	const of = then && then.index > 0 && then.index < 30 && !findVerb(rest.slice(0, then.index), o.language) ? then.index : 0;
	const follows = rest.slice(of).replace(/^(?:[\s,:]|then\s|então\s)+/i, '');
	return [{ said: text.slice(0, end), words, duration: duration.iso, isNegative }, follows];
}

export function readLate(o: Outline, text: string, blocks: Block[]): boolean {
	const unless = match(text, o.words.unless);
	const lead = unless ?? match(text, o.words.condition) ?? match(text, o.words.when);
	const [clause, consequence] = (lead?.index === 0 && splitLate(o, text.slice(lead[0].length))) || [];
	if (!clause || !consequence) return false;
	return addLate(o, unless ? { ...clause, isNegative: true } : clause, consequence, blocks);
}

/** Reads `call them if they do not answer within two days`. */
export function readTrailingLate(o: Outline, text: string, blocks: Block[]): boolean {
	const found = match(text, /,?\s+(?:(?:and|but|e|mas)\s+)?(?:if|when|se|caso|quando)\s+/);
	if (!found || found.index === 0 || !findVerb(text.slice(0, found.index), o.language)) return false;
	const [clause, follows] = splitLate(o, text.slice(found.index + found[0].length)) ?? [];
	const steps = splitSteps(text.slice(0, found.index), o.language);
	if (!clause || steps.length === 0) return false;
	for (const step of follows === '' ? steps.slice(0, -1) : steps) o.readClause(step, blocks);
	return addLate(o, clause, follows === '' ? steps.at(-1)! : follows!, blocks);
}

/** Reads `if they sign it, …` after a sentence about what is done if they do not. */
export function readInTime(o: Outline, text: string, late: Late | undefined): boolean {
	const lead = late && (match(text, o.words.condition) ?? match(text, o.words.when));
	if (!late || lead?.index !== 0) return false;
	const [condition, consequence] = splitCondition(o, text.slice(lead[0].length));
	const isOther = isNegated(condition.toLowerCase(), o.language) || nothing.test(condition.toLowerCase()) || splitLate(o, condition);
	if (consequence === '' || isOther || !isSame(o, condition, late.block.name)) return false;
	o.inside(late.inTime, consequence);
	o.late = late;
	return true;
}

const isSame = (o: Outline, condition: string, name: string): boolean => {
	const verb = findVerb(condition, o.language)?.base;
	const others = splitSteps(name, o.language).flatMap((part) => findVerb(part.replace(/^.*?(?:until|:)\s+/, ''), o.language)?.base ?? []);
	return (answer.test(condition) && answer.test(name)) || (verb !== undefined && others.includes(verb));
};

function addLate(o: Outline, clause: Clause, text: string, blocks: Block[]): boolean {
	const otherwise = match(text, o.words.otherwise);
	const first = otherwise ? text.slice(0, otherwise.index) : text;
	const task = findTask(o, clause, blocks) ?? addDecider(o, clause, blocks);
	if (task && !clause.isNegative) return false;
	const [then, inTime] = task ? [limitTask(o, task, clause, first), blocks] : addEvent(o, clause, blocks);
	if (then) o.aside(task, () => o.inside(then, sayWho(o, first, clause.words)));
	if (task) settleTask(o, task);
	o.late = { block: task ?? blocks.at(-1)!, inTime };
	if (otherwise) o.inside(inTime, text.slice(otherwise.index + otherwise[0].length));
	return true;
}

const them = /(?<!\p{L})(?:them|him|her|el[ae]s?)(?=$|[\s,.;])/u;
const subject = /^(?:the|an?|our|o|a|os|as|nosso|nossa)\s\p{L}+/iu;

/** `If the customer does not answer, call them` is about the customer. */
function sayWho(o: Outline, text: string, words: string): string {
	const who = subject.exec(words)?.[0];
	return who && findGroup(who, o.language) ? text.replace(them, who.toLowerCase()) : text;
}

const pronouns = /^(?:he|she|they|ele|ela|eles|elas)(?!\p{L})/iu;

/** Returns the step before of the person who is late. Of others the plan only knows what they answer. */
function findTask(o: Outline, { words }: Clause, blocks: Block[]): HumanStep | undefined {
	const group = findGroup(words, o.language);
	const last = blocks.findLast((block): block is HumanStep => block.kind === 'human');
	if (!last || last.deadline || last !== blocks.at(-1)) return undefined;
	const isTheirs = group !== undefined && !isOutside(group) && last.who === group;
	const isNamed = words.toLowerCase().includes(last.who.replaceAll('-', ' '));
	return isTheirs || isNamed || (pronouns.test(words) && setsApproved(last)) ? last : undefined;
}

/** Lets the person of the company decide who is late with it, where no step of theirs is before it. */
function addDecider(o: Outline, { words, isNegative }: Clause, blocks: Block[]): HumanStep | undefined {
	const who = findJudge(words, o.language) ?? (o.words.approves.test(words.toLowerCase()) ? readWho(words, o.language) : undefined);
	if (!isNegative || who === undefined) return undefined;
	const name = outlineTexts[o.language].decides;
	const task: HumanStep = { kind: 'human', id: o.id(name), name, who, writes: [{ ...approval[o.language] }] };
	blocks.push(task);
	o.steps += 1;
	return task;
}

/** Gives a step its deadline. Another person does the same, where what it sets is read later. */
function limitTask(o: Outline, task: HumanStep, { duration }: Clause, text: string): Block[] | undefined {
	if (/^(?:decide|decidir)(?!\p{L})/iu.test(task.name) && !setsApproved(task))
		task.writes = [...(task.writes ?? []), { ...approval[o.language] }];
	const verb = findVerb(text, o.language);
	const other = findGroup(text, o.language);
	const isTold = verb !== undefined && verb.start < 3 && tells.test(verb.base) && !/^(?:call|phone|ligar|telefonar)$/.test(verb.base);
	task.deadline = { after: duration, do: [], ...((isTold || /^(?:remind|lembrar)$/.test(verb?.base ?? '')) && { goesOn: true }) };
	if (task.deadline.goesOn || !setsApproved(task) || !other || other === task.who || isOutside(other)) return task.deadline.do;
	const { name, writes = [] } = task;
	task.deadline.do.push({ kind: 'human', id: o.id(name), name, who: other, instructions: cut(text, 300), writes: structuredClone(writes) });
	o.steps += 1;
	return undefined;
}

/** Ends a way that leaves unset what the step sets. */
function settleTask(o: Outline, { writes = [], deadline }: HumanStep): void {
	if (!deadline || deadline.goesOn || writes.length === 0) return;
	const isSet = deadline.do.some(
		(block) => 'writes' in block && writes.every(({ name }) => block.writes?.some((one) => one.name === name)),
	);
	if (!isSet && deadline.do.at(-1)?.kind !== 'end')
		deadline.do.push({ kind: 'end', id: o.id('too-late'), name: outlineTexts[o.language].ended });
}

/** Waits for an answer until its time is over. @returns what is done as the clause says, and what is done in the other case */
function addEvent(o: Outline, clause: Clause, blocks: Block[]): [Block[], Block[]] {
	const { event, inner } = findEvent(o, clause, blocks);
	const onTime: Block[] = [];
	event.waits.push({
		name: cut(capital(clause.isNegative ? nameCondition(clause.said) : sayDuration(clause.duration, o.language)), 60),
		on: { kind: 'timer', duration: inner },
		do: onTime,
	});
	const onMessage = (event.waits[0]!.do ??= []);
	return clause.isNegative ? [onTime, onMessage] : [onMessage, onTime];
}

/** Returns the wait of the sentence before, or a new one: after it, or after its time where a second one follows. */
function findEvent(o: Outline, clause: Clause, blocks: Block[]): { event: Event; inner: string } {
	const last = blocks.at(-1);
	const { duration } = clause;
	if (last?.kind === 'event' && last.waits.length === 1 && last.waits[0]!.on.kind === 'message') return { event: last, inner: duration };
	const noun = missing.exec(clause.words.toLowerCase())?.[1];
	const statement = toStatement(clause.words, o.language);
	const texts = outlineTexts[o.language];
	const timer = last?.kind === 'event' && last === o.lateBefore?.block ? last.waits.at(-1) : undefined;
	const list = timer?.do ?? blocks;
	o.addWait(list, noun ? texts.waitFor(noun) : texts.waitUntil(statement));
	const event = list.at(-1) as Event;
	event.waits[0]!.name = cut(capital(noun ?? statement), 60);
	if (timer && event.waits[0]!.on.kind === 'message') event.waits[0]!.on.name = messageOf(last as Event);
	return { event, inner: timer?.on.kind === 'timer' ? beyond(duration, timer.on.duration) : duration };
}

const messageOf = ({ waits: [first], name }: Event): string => (first?.on.kind === 'message' ? first.on.name : toId(name, 'message'));

/** Returns what is left of the longer time when the shorter one is over. */
function beyond(longer: string, shorter: string): string {
	const hours = toHours(longer) - toHours(shorter);
	if (!(hours > 0)) return longer;
	return hours % 24 === 0 ? `P${hours / 24}D` : Number.isInteger(hours) ? `PT${hours}H` : `PT${Math.round(hours * 60)}M`;
}
