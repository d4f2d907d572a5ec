import type { Language } from '../../core/base/text/languages';
import { extractContentWords } from '../../core/words/terms';
import { listKeys } from '../doers/concepts';
import type { Block, PlanTree } from '../tree/plan-tree';
import { listExpressions } from '../tree/walk';
import { findDuration, findMost, toHours } from '../wish/durations';
import { findPeople } from '../wish/find-people';
import { findSystems } from '../wish/find-systems';
import { wishWords } from '../wish/words';

/** Times, numbers, people and words that a tree has. */
export interface Had {
	keys: ReadonlySet<string>;
	text: string;
	/** Times of waits, deadlines and tasks, in hours. */
	hours: ReadonlySet<number>;
	/** Conditions, and how often loops go round. */
	limits: string;
}

/** Reads the times and limits that an engine keeps. */
export function readFigures(trigger: PlanTree['trigger'], blocks: readonly Block[]): Pick<Had, 'hours' | 'limits'> {
	const times = (JSON.stringify([trigger, blocks]).match(/P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?(?=["/])/g) ?? []).filter(
		(time) => time.length > 2,
	);
	const limits = blocks.flatMap((block) => [
		...listExpressions(block).map(({ text }) => text),
		...(block.kind === 'loop' ? [String(block.limit)] : []),
	]);
	return { hours: new Set(times.map(toHours)), limits: limits.join('\n') };
}

/** Checks whether a sentence or an answer says a time, a number of times or somebody that the tree has nothing of. */
export const lacksPart = (said: string, had: Had, language: Language): boolean =>
	lacksTime(said, had, language) || lacksMost(said, had) || lacksPeople(said, had, language);

/** A time such as `two days` that no wait has, and that no person reads in a task. */
function lacksTime(said: string, { hours, text }: Had, language: Language): boolean {
	const time = findDuration(said);
	if (!time) return false;
	const words = said.slice(time.start, time.end);
	// `40 orders a day` says how many, not until when.
	if (/^(?:an?|uma?)\s/i.test(words) && !wishWords[language].within.test(said.toLowerCase())) return false;
	return !hours.has(toHours(time.iso)) && !text.toLowerCase().includes(words.toLowerCase());
}

/** A limit such as `at most three reminders` that no loop and no condition has: a text would keep nobody from a fourth. */
function lacksMost(said: string, { limits }: Had): boolean {
	const most = findMost(said);
	return most !== undefined && !new RegExp(String.raw`(?<![\d.])${most}(?![\d.]*\d)`).test(limits);
}

/** Stands for anybody of the company. */
const anybody = /^(?:persons?|people|pessoas?|team|equipes?|staff)$/i;

/** Returns the people and groups that words name, without those that stand for anybody. */
export const listNamed = (said: string, language: Language): string[] => findPeople(said, language).filter((name) => !anybody.test(name));

/** People outside of the company: tasks are not theirs by default. */
const outside =
	/^(?:customers?|clients?|suppliers?|vendors?|applicants?|candidates?|patients?|guests?|tenants?|students?|clientes?|fornecedor(?:a|es)?|candidat[oa]s?|pacientes?|utentes?|formand[oa]s?|alun[oa]s?|inquilin[oa]|hóspede|solicitante)$/;

/** Somebody of the company who does nothing, and to whom nothing is done. */
function lacksPeople(said: string, { keys }: Had, language: Language): boolean {
	const known = (name: string) => extractContentWords(name).some((word) => listKeys(word).some((key) => keys.has(key)));
	return listNamed(said, language).some((name) => !outside.test(name) && !known(name));
}

/** Checks for an answer that names a program which no step names. */
export const lacksSystem = (said: string, { keys }: Had): boolean =>
	findSystems(said).some((name) => !extractContentWords(name).some((word) => listKeys(word).some((key) => keys.has(key))));
