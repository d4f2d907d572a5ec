import type { Language } from '../../../core/base/text/languages';
import type { Field, Task } from '../../tree/plan-tree';
import { withoutDenial } from '../../interview/find-facts';
import { findGroup } from '../../wish/find-people';
import { findName } from '../../wish/find-name';
import { findSystems } from '../../wish/find-systems';
import { type FoundVerb, findVerb } from '../../wish/find-verb';
import { toId } from '../../wish/names';
import { cut, shorten } from '../../wish/sentences';
import { wishWords } from '../../wish/words';
import { takeAsked } from './take-asked';
import { outlineTexts } from './outline-texts';
import { capital } from './read-condition';

/** A step as words name it, without an id. */
export interface NamedStep {
	kind: 'agent' | 'node' | 'human';
	name: string;
	/** Group of people, for a person's step. */
	who?: string;
	/** The words. */
	needs: string;
	approves: boolean;
	/** True if the clause names who does it. */
	isNamed: boolean;
}

/** Tells another subject than who did the step before: `accounting pays, and we write to them`. */
const ours = /(?<!\p{L})(?:we|nós|a gente)(?!\p{L})/iu;
const selves = /(?:^|\s)(?:i|me|eu)\s*$/i;
/** `Ask for refunds` is about refunds. */
const leading = /^(?:for|of|to|with|about|at|from|on|in) (?:(?:the|an?) )?(?=\p{L})/iu;
/** Does something with an approval that somebody else gives: `send the authorization to the parents`. */
const passesOn = /^(?:send|forward|submit|archive|file|attach|print|enviar|mandar|encaminhar|remeter|arquivar|anexar|imprimir)$/;
const without = /(?<!\p{L})(?:without|sem)\s.*$/u;
const trailing = /(?:[\s,;:.]|\s(?:and|e))+$/;

/**
 * Makes a step of a clause: its name begins with the verb, and the kind is by the doer.
 * @param last the step before it, whose doer goes on where the clause names none
 */
export function writeStep(clause: string, language: Language, last?: NamedStep): NamedStep {
	const words = wishWords[language];
	const { text, doer } = takeDoer(clause.replace(trailing, '').trim() || outlineTexts[language].request.label!, language);
	const verb = findVerb(text, language);
	const subject = doer ?? (verb ? findSubject(text, verb, language) : text.slice(0, 30));
	const named = doer === undefined ? undefined : findName(doer, language);
	const person =
		findGroup(subject, language) ??
		(named ? toId(named, 'team') : undefined) ??
		(selves.test(subject) ? 'owner' : findOther(subject, text, verb, language));
	const isMachine = !person && words.machines.test(subject.toLowerCase());
	const system = findSystems(text)[0];
	const isSame = words.pronouns.test(
		subject
			.toLowerCase()
			.replace(/(?:^|\s)(?:then|also|now|immediately|then also|então|também|depois)(?=\s|$)/g, '')
			.trim(),
	);
	const goesOn =
		isSame && !ours.test(subject) && !verb?.isPassive && last !== undefined && last.isNamed && isInflected(text, verb, language);
	const approves =
		words.approves.test(withoutDenial(text, language).toLowerCase().replace(without, ' ')) &&
		!/automati[ck]/i.test(text) &&
		!passesOn.test(verb?.base ?? '');
	const isAutomatic = /automati[ck]/i.test(text) && !person;
	const kind = isAutomatic ? 'node' : person ? 'human' : isMachine ? 'agent' : goesOn ? last.kind : findKind(verb, system, approves);
	return {
		kind,
		name: cut(nameThing(nameStep(text, verb, language), last?.name), 60),
		needs: shorten(text, 300),
		approves,
		isNamed: person !== undefined || isMachine || goesOn,
		...(kind === 'human' && { who: person ?? (goesOn ? last.who : undefined) }),
	};
}

/** Somebody who is named, or whom no list knows. */
function findOther(subject: string, text: string, verb: FoundVerb | undefined, language: Language): string | undefined {
	const name = verb && (verb.isPassive || isInflected(text, verb, language)) ? findName(subject, language) : undefined;
	return name === undefined ? findStranger(subject, verb, language) : toId(name, 'team');
}

/** A subject that no list knows is who does it: `the barista` of `the barista makes coffee`. */
function findStranger(subject: string, verb: FoundVerb | undefined, language: Language): string | undefined {
	const words = wishWords[language];
	if (!verb || verb.isPassive || words.machines.test(subject.toLowerCase()) || words.programs.test(subject.toLowerCase())) return undefined;
	const last = subject.split(',').at(-1)!;
	const plain = last
		.toLowerCase()
		.replace(/^\s*(?:and\s+|e\s+)?(?:the|an?|our|o|a|os|as|um|uma|nosso|nossa)\s+/, '')
		.replace(/\s+(?:can|must|should|will|may|has to|have to|then|also|deve|pode|precisa|vai|então|também)\s*$/, '')
		.trim();
	const isName = /^[\p{L}'-]{3,20}(?: [\p{L}'-]{2,20}){0,2}$/u.test(plain) && !words.pronouns.test(plain) && !words.beforeVerbs.test(plain);
	return isName && /^\s*(?:and\s+|e\s+)?(?:the|an?|our|o|a|os|as|um|uma|nosso|nossa)\s/i.test(last) ? toId(plain, 'team') : undefined;
}

/** `checks it` and `confere` go on with the doer before them; `check it` and `confira` are orders. */
function isInflected(text: string, verb: FoundVerb | undefined, language: Language): boolean {
	if (!verb) return false;
	if (!verb.isPassive && verb.subjectEnd < verb.start) return true;
	const word = text.slice(verb.start, verb.end).toLowerCase();
	if (language === 'en') return word !== verb.base || verb.start > 0;
	return verb.base.endsWith('ar') ? /am?$/.test(word) : /em?$/.test(word);
}

/** Takes the doer of `Manager: approves it` and `Approve it (manager)` out of the text. */
function takeDoer(text: string, language: Language): { text: string; doer?: string } {
	const asked = takeAsked(text, language);
	if (asked) return asked;
	const match = /^(?<before>[^:(]{2,40}):\s+(?<rest>.+)$|^(?<words>.+?)\s*\((?<after>[^()]{2,40})\)$/u.exec(text)?.groups;
	const doer = match?.['before'] ?? match?.['after'];
	const rest = match?.['rest'] ?? match?.['words'];
	const isDoer =
		doer !== undefined &&
		(findGroup(doer, language) !== undefined ||
			findName(doer, language) !== undefined ||
			wishWords[language].machines.test(doer.toLowerCase()));
	return isDoer && rest !== undefined && !findVerb(doer, language) ? { text: rest, doer } : { text };
}

/** Is done to people: `call them` is not about the thing of the step before. */
const ofPeople = /^(?:answer|reply|respond|call|phone|remind|tell|inform|notify|warn|alert|ask|invite|thank|visit|contact)(?!\p{L})/iu;

/** Replaces `it` by the thing of the step before. A step done to people has one after a preposition only: `ask for a refund`. */
function nameThing(name: string, before = ''): string {
	const rest = before.split(' ').slice(1).join(' ');
	const thing = rest.replace(leading, '');
	const isOfPeople = ofPeople.test(name) || (ofPeople.test(before) && thing === rest);
	return thing === '' || thing.length > 35 || isOfPeople || /^(?:it|them)\b/.test(thing)
		? name
		: name.replace(/^(\p{L}+) (?:it|them)(?![\p{L}])/u, `$1 ${thing}`);
}

function findKind(verb: FoundVerb | undefined, system: string | undefined, approves: boolean): NamedStep['kind'] {
	if (approves) return 'human';
	if (system && verb?.kind !== 'agent') return 'node';
	return verb?.kind ?? 'human';
}

function findSubject(text: string, verb: FoundVerb, language: Language): string {
	if (!verb.isPassive) return text.slice(0, verb.subjectEnd);
	return wishWords[language].by.exec(text.slice(verb.end))?.[1] ?? '';
}

/** Begins with the verb: `The clerk checks the stock` is `Check the stock`, `The bill is paid by Ana` is `Pay the bill`. */
function nameStep(text: string, verb: FoundVerb | undefined, language: Language): string {
	if (!verb) return capital(text);
	const after = text.slice(verb.end).trim();
	if (!verb.isPassive) return `${capital(verb.base)} ${after}`.trim();
	const rest = after.replace(wishWords[language].by, ' ').trim();
	const object = text.slice(0, verb.subjectEnd).trim();
	return `${capital(verb.base)} ${object.charAt(0).toLowerCase()}${object.slice(1)} ${rest}`.replace(/\s+/g, ' ').trim();
}

/** Makes the block of a step. */
export function toTask(step: NamedStep, id: string, language: Language, writes: Field[] = []): Task {
	const base = { id, name: step.name, ...(writes.length > 0 && { writes }) };
	if (step.kind === 'human') return { ...base, kind: 'human', who: step.who ?? outlineTexts[language].team, instructions: step.needs };
	return { ...base, kind: step.kind, needs: step.needs };
}
