/** Sentences about time and repetition: parallel work, loops, waits. Each returns whether it read the words. */
import type { Block } from '../../tree/plan-tree';
import { findDuration, findLead, takeLimit } from '../../wish/durations';
import { findName } from '../../wish/find-name';
import { findGroup, isOutside } from '../../wish/find-people';
import { findVerb } from '../../wish/find-verb';
import { toVariable } from '../../wish/names';
import { cut, shorten } from '../../wish/sentences';
import { splitCondition } from './choice-forms';
import { findGuard } from './find-guard';
import { readGuarded } from './guard-forms';
import { setsApproved } from './limit-approval';
import { listTasks } from '../../tree/list-tasks';
import { match } from './match-words';
import type { Outline } from './outline';
import { capital } from './read-condition';
import { splitSteps } from './split-steps';

export function readMeanwhile(o: Outline, text: string, blocks: Block[]): boolean {
	const found = match(text, o.words.meanwhile);
	const before = blocks.at(-1);
	if (!found || !before || before.kind === 'end') return false;
	if (before.kind === 'parallel') {
		before.branches.push({ do: [] });
		o.inside(before.branches.at(-1)!.do, text.slice(found[0].length));
		return true;
	}
	const branches: Array<{ do: Block[] }> = [{ do: [before] }, { do: [] }];
	o.aside(before, () => o.inside(branches[1]!.do, text.slice(found[0].length)));
	if (branches[1]!.do.length > 0) blocks[blocks.length - 1] = o.parallel(branches);
	return true;
}

export function readEach(o: Outline, text: string, blocks: Block[]): boolean {
	const lead = match(text, o.words.each);
	const rest = lead && text.slice(lead[0].length);
	const at = rest?.search(/[,:]/) ?? -1;
	if (!rest || at < 1 || at > 60) return false;
	const noun = rest.slice(0, at);
	const variable = toVariable(noun, 'entry');
	o.declare({ name: `${variable}List`, type: 'list', label: capital(noun), example: ['1', '2'] });
	const inner: Block[] = [];
	o.inside(inner, rest.slice(at + 1));
	const name = capital(cut(`${lead[0].trim()} ${noun}`, 60));
	if (inner.length > 0) blocks.push({ kind: 'loop', id: o.id(name), name, do: inner, each: `${variable}List`, as: variable, limit: 100 });
	return true;
}

export function readWait(o: Outline, text: string, blocks: Block[]): boolean {
	const lead = match(text, o.words.wait);
	if (!lead) return false;
	const [first = '', ...others] = splitSteps(text.slice(lead[0].length), o.language, { maybeNoun: true });
	const duration = findDuration(first);
	const isAtMost =
		duration && /(?:at most|up to|no longer than|max(?:imum)?|no máximo|por até|até)\s*$/i.test(first.slice(0, duration.start));
	o.addWait(blocks, text.slice(0, lead[0].length + first.length), duration?.iso, isAtMost && duration.start > 12);
	for (const other of others) o.readClause(other, blocks);
	return true;
}

export function readAfter(o: Outline, text: string, blocks: Block[]): boolean {
	const lead = match(text, o.words.after);
	const [clause, rest] = lead ? splitCondition(o, text.slice(lead[0].length)) : ['', ''];
	if (!lead || rest === '') return false;
	if (findGuard(text, o.language)?.before === '') return readGuarded(o, text, blocks);
	const duration = findDuration(clause);
	if (duration) o.addWait(blocks, text.slice(0, lead[0].length + clause.length), duration.iso);
	else readDemand(o, clause, blocks);
	o.readClause(rest, blocks);
	return true;
}

/** `After the manager approves, pay` is a step of the manager where no other sentence draws it. */
function readDemand(o: Outline, clause: string, blocks: Block[]): void {
	const verb = findVerb(clause, o.language);
	if (!verb || verb.isPassive || !o.words.approves.test(clause.toLowerCase())) return;
	const subject = clause.slice(0, verb.subjectEnd);
	const who = findGroup(subject, o.language) ?? findName(subject, o.language);
	if (who === undefined || isOutside(who) || listTasks(o.scopes.flat()).some(setsApproved)) return;
	o.addStep(clause, blocks);
}

/** Reads `in three days the clerk calls`: it waits. `The clerk calls in three days` says until when. */
export function readLater(o: Outline, text: string, blocks: Block[]): boolean {
	const lead = match(text, o.language === 'pt' ? /^(?:daqui a|passad[oa]s)\s+/ : /^in\s+/);
	const duration = lead && findDuration(text);
	if (!lead || duration?.start !== lead[0].length) return false;
	const rest = text.slice(duration.end).replace(/^[\s,]+/, '');
	if (!findVerb(rest, o.language)) return false;
	o.addWait(blocks, text.slice(0, duration.end), duration.iso);
	o.readClause(rest, blocks);
	return true;
}

/** Reads `two days before the appointment, call them`: a wait for a date that somebody gives. */
export function readBefore(o: Outline, text: string, blocks: Block[]): boolean {
	const [clause, rest] = splitCondition(o, text);
	const lead = findLead(clause);
	const noun = lead && clause.slice(lead.end).trim();
	if (!noun || lead.start > 3 || rest === '') return false;
	const field = { name: toVariable(noun, 'dueDate'), type: 'date' as const, label: capital(shorten(noun, 50)) };
	o.declare(field);
	const name = capital(shorten(clause, 60));
	const date = `date and time(date(${field.name}) - duration("${lead.iso}"), time("00:00:00Z"))`;
	blocks.push({ kind: 'event', id: o.id(name), name, waits: [{ on: { kind: 'date', date } }] });
	o.readClause(rest, blocks);
	return true;
}

export function readWhen(o: Outline, text: string, blocks: Block[]): boolean {
	const lead = match(text, o.words.when);
	const [clause, rest] = lead ? splitCondition(o, text.slice(lead[0].length)) : ['', ''];
	if (!lead || rest === '') return false;
	const group = findGroup(clause, o.language);
	if (group && isOutside(group)) o.addWait(blocks, text.slice(0, lead[0].length + clause.length));
	else readDemand(o, clause, blocks);
	o.readClause(rest, blocks);
	return true;
}

/** Reads `send it and, after 2 days, call`: a wait between two steps. */
export function readMidWait(o: Outline, text: string, blocks: Block[]): boolean {
	const found = match(text, /(?:,|\s(?:and|e))\s*,?\s*(?:depois de|após|after)\s+([^,]{3,25}),\s*/);
	const duration = found && findDuration(found[1]!);
	if (!found || !duration || found.index === 0) return false;
	o.readClause(text.slice(0, found.index), blocks);
	o.addWait(blocks, found[0].replace(/^[\s,]*(?:and\s|e\s|and,|e,)?\s*|[,\s]+$/g, ''), duration.iso);
	o.readClause(text.slice(found.index + found[0].length), blocks);
	return true;
}

/** Reads `this is repeated for each item`: the step before it is the loop's. */
export function readRepeated(o: Outline, text: string, blocks: Block[]): boolean {
	const found = match(
		text,
		/(?:is|are) repeated (for each|for every|until)\s+|(?:é repetido|se repete|repete-se|repita) (para cada|até que|até)\s+/,
	);
	const last = blocks.at(-1);
	if (!found || !last || last.kind === 'end') return false;
	const { text: rest, limit = 10 } = takeLimit(text.slice(found.index + found[0].length));
	const name = capital(cut(`${found[1] ?? found[2]} ${rest}`, 60));
	const inner = [last];
	blocks.pop();
	if (/until|até/.test(found[0])) {
		const read = o.readCondition(rest);
		o.within(inner, () => o.declare(read.field));
		blocks.push({ kind: 'loop', id: o.id(name), name, do: inner, until: read.when, limit });
		return true;
	}
	const variable = toVariable(rest.split(/\s(?:on|of|in|da|do|na|no)\s/)[0]!, 'entry');
	o.declare({ name: `${variable}List`, type: 'list', label: capital(shorten(rest, 50)), example: ['1', '2'] });
	blocks.push({ kind: 'loop', id: o.id(name), name, do: inner, each: `${variable}List`, as: variable, limit: 100 });
	return true;
}

/** Reads `ship it after the manager approves`: first things first. */
export function readTrailingAfter(o: Outline, text: string, blocks: Block[]): boolean {
	const found = match(
		text,
		o.language === 'pt' ? /,?\s+(?:depois que|assim que|somente após|só após|após)\s+/ : /,?\s+(?:only )?(?:after|once|as soon as)\s+/,
	);
	if (!found) return false;
	const [main, clause] = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
	if (!findVerb(main, o.language) || !findVerb(clause, o.language)) return false;
	const steps = splitSteps(main, o.language);
	for (const step of [...steps.slice(0, -1), clause, steps.at(-1)!]) o.readClause(step, blocks);
	return true;
}

/** Ends a clause such as `until the customer answers` in a verb. */
const inflected = /^(?:the|our|an?)\s[\p{L}\s]+s$/iu;

export function readUntil(o: Outline, whole: string, blocks: Block[]): boolean {
	const { text, limit = 10 } = takeLimit(whole);
	const found = match(text, o.words.until);
	const end = found ? text.slice(found.index + found[0].length) : '';
	if (
		!found ||
		!(
			findVerb(end, o.language) ??
			o.words.approves.exec(end.toLowerCase()) ??
			/ (?:is|are|está|estiver|for|seja) /.exec(end) ??
			inflected.exec(end)
		)
	)
		return false;
	const inner: Block[] = [];
	o.inside(inner, text.slice(0, found.index));
	if (inner.length === 0) return false;
	const read = o.readCondition(end);
	o.within(inner, () => o.declare(read.field));
	const name = capital(cut(found[0].trim() + ' ' + end, 60));
	blocks.push({ kind: 'loop', id: o.id(name), name, do: inner, until: read.when, limit });
	return true;
}

/** Puts the steps of the sentence before side by side: `…; all in parallel`. */
function wrapSentence(o: Outline, blocks: Block[]): boolean {
	const before = blocks.slice(o.sentenceStart).filter(({ kind }) => kind !== 'end');
	if (before.length < 2) return false;
	blocks.splice(o.sentenceStart, blocks.length, o.parallel(before.map((block) => ({ do: [block] }))));
	return true;
}

export function readParallel(o: Outline, text: string, blocks: Block[]): boolean {
	const found = match(text, o.words.parallel);
	if (!found) return false;
	const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim();
	if (o.words.all.test(rest.toLowerCase()) || rest === '') return wrapSentence(o, blocks);
	const parts = splitSteps(rest, o.language);
	if (parts.length < 2) return false;
	const branches = parts.map((part) => {
		const inner: Block[] = [];
		o.readClause(part, inner);
		return { do: inner };
	});
	blocks.push(o.parallel(branches.filter(({ do: inner }) => inner.length > 0)));
	return true;
}
