import type { Language } from '../../core/base/text/languages';
import { askingWords } from '../../core/words/stop-words';
import { extractContentWords, foldAccents } from '../../core/words/terms';
import { identifySurely } from '../../core/base/text/language';
import { joinWords, listKeys } from '../doers/concepts';
import type { PlanTree, Block } from '../tree/plan-tree';
import { listExpressions, listInner, walkBlocks } from '../tree/walk';
import { findDuration, findLead, findMost, toHours } from '../wish/durations';
import { findPeople } from '../wish/find-people';
import { findSystems } from '../wish/find-systems';
import { findTriggers } from '../wish/find-trigger';
import { shorten, splitSentences } from '../wish/sentences';
import { wishWords } from '../wish/words';
import type { Undrawn } from '../plan';
import { isNo, leavesChoice } from '../wish/yes-no';
import { readThreshold } from './outline/read-threshold';
import type { Drawn } from './write-prompt';

interface Had {
	keys: ReadonlySet<string>;
	text: string;
	hours: ReadonlySet<number>;
	/** Conditions, and how often loops go round. */
	limits: string;
}

/** Reads the times and limits that an engine keeps. */
function readFigures(trigger: PlanTree['trigger'], blocks: readonly Block[]): Pick<Had, 'hours' | 'limits'> {
	const times = (JSON.stringify([trigger, blocks]).match(/P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?(?=["/])/g) ?? []).filter(
		(time) => time.length > 2,
	);
	const limits = blocks.flatMap((block) => [
		...listExpressions(block).map(({ text }) => text),
		...(block.kind === 'loop' ? [String(block.limit)] : []),
	]);
	return { hours: new Set(times.map(toHours)), limits: limits.join('\n') };
}

const lacksPart = (said: string, had: Had, language: Language): boolean =>
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

function lacksMost(said: string, { limits }: Had): boolean {
	const most = findMost(said);
	return most !== undefined && !new RegExp(String.raw`(?<![\d.])${most}(?![\d.]*\d)`).test(limits);
}

/** Stands for anybody of the company. */
const anybody = /^(?:persons?|people|pessoas?|team|equipes?|staff)$/i;

const listNamed = (said: string, language: Language): string[] => findPeople(said, language).filter((name) => !anybody.test(name));

/** People outside of the company: tasks are not theirs by default. */
const outside =
	/^(?:customers?|clients?|suppliers?|vendors?|applicants?|candidates?|patients?|guests?|tenants?|students?|clientes?|fornecedor(?:a|es)?|candidat[oa]s?|pacientes?|utentes?|formand[oa]s?|alun[oa]s?|inquilin[oa]|hóspede|solicitante)$/;

/** Somebody of the company who does nothing, and to whom nothing is done. */
function lacksPeople(said: string, { keys }: Had, language: Language): boolean {
	const known = (name: string) => extractContentWords(name).some((word) => listKeys(word).some((key) => keys.has(key)));
	return listNamed(said, language).some((name) => !outside.test(name) && !known(name));
}

const lacksSystem = (said: string, { keys }: Had): boolean =>
	findSystems(said).some((name) => !extractContentWords(name).some((word) => listKeys(word).some((key) => keys.has(key))));

/** Background: words about who writes, and greetings. */
const background: Record<Language, RegExp> = {
	en: /^\s*(?:hello|hi|thanks?|thank you|please help|(?:we|i)(?:'re|'m| are| am| have| work| sell| make)(?!\p{L})(?! to(?!\p{L}))|(?:our|the|my|a|an) (?:\p{L}+ ){0,2}(?:company|firm|business|organi[sz]ation|office|team|shop|weather)\s+(?:is|are|has|have|makes?|sells?|was|were)(?!\p{L})|(?:there|it|this|that) (?:is|are|was)(?!\p{L}))/iu,
	pt: /^\s*(?:olá|oi|bom dia|boa tarde|obrigad[oa]|(?:nós |a gente |eu )?(?:somos|sou|estamos|vendemos|fabricamos|trabalhamos|temos(?! que| de))(?!\p{L})|(?:nossa|nosso|a|o|minha|meu|uma?) (?:\p{L}+ ){0,2}(?:empresa|companhia|organização|loja|escritório|equipe|tempo)(?: em \p{L}+)?\s+(?:é|são|está|estão|tem|têm|faz|vende)(?!\p{L})|(?:há|existe|isso é|isto é)(?!\p{L}))/iu,
};
/** Checks for a sentence that asks for something. Those about who writes are background. */
const isTask = (text: string, language: Language): boolean => !background[language].test(text);

/** Share of the words of a sentence below which it led to nothing. A model says things in other words, so it is low. */
const enough = 0.3;
const maxText = 200;

export function findUndrawn({ wish, language, picture }: Pick<Drawn, 'wish' | 'language' | 'picture'>, tree: PlanTree): Undrawn[] {
	const goal = picture.goal?.from === 'answer' ? picture.goal.text : wish;
	const sentences = splitSentences(goal).map(({ text }) => text);
	// Words of another language are in no block.
	const isSameLanguage = (identifySurely(goal) ?? language) === tree.language;
	const known = readTree(tree);
	const isMissing = (text: string) =>
		lacksLimit(text, known, language) ||
		lacksLead(text, known) ||
		(isSameLanguage && !saysStart(text, tree, language) && !saysOrder(text, language) && lacksWords(text, known, language));
	const limits = Object.entries(picture).flatMap(([slot, value]) =>
		value.from === 'answer' && (lacksLimit(value.text, known, language) || lacksAnswer(slot, value.text, known, language)) ? [value] : [],
	);
	return [
		...sentences.filter(isMissing).map((text) => toUndrawn(text, language)),
		...limits.filter(({ text }) => !sentences.includes(text)).map(({ text }) => ({ text: shorten(text, maxText), isTask: true })),
	];
}

function lacksWords(text: string, known: Known, language: Language): boolean {
	const [, ...others] = text.split(new RegExp(wishWords[language].otherwise.source, 'iu'));
	return (
		shareOf(text, known, language) < enough ||
		others.some((part) => isTask(part, language) && shareOf(part, known, language) < enough) ||
		lacksPart(text, known, language)
	);
}

/** An answer about people, programs or times that the tree has nothing of. A no asks for nothing. */
function lacksAnswer(slot: string, text: string, known: Known, language: Language): boolean {
	if (isNo(text) || leavesChoice(text)) return false;
	if (slot === 'exceptions' && listNamed(text, language).length > 0 && shareOf(text, known, language) < enough) return true;
	return (
		(!['limits', 'goal', 'trigger'].includes(slot) && lacksPart(text, known, language)) || (slot === 'systems' && lacksSystem(text, known))
	);
}

const toUndrawn = (text: string, language: Language): Undrawn => ({ text: shorten(text, maxText), isTask: isTask(text, language) });

export const isDrawnBy = (text: string, blocks: readonly Block[], language: Language): boolean =>
	shareOf(text, readTexts(blocks.map(withoutInner)), language) >= enough;

export function lacksStill(text: string, tree: PlanTree, language: Language): boolean {
	const known = readTree(tree);
	return lacksLimit(text, known, language) || lacksPart(text, known, language);
}

interface Known extends Had {
	decided: string;
}

/** A limit such as `above 5,000` whose figure is nowhere. `From 9 to 5` is a time. */
function lacksLimit(words: string, known: Known, language: Language): boolean {
	const limit = /(?<!\p{L})(?:from|starting|desde)(?!\p{L})/iu.test(words) ? undefined : readThreshold(words, language);
	const text = wishWords[language].approves.test(words.toLowerCase()) ? known.decided : known.text;
	return limit?.operator !== undefined && !new RegExp(String.raw`(?<![\d.])${limit.value}(?![\d.]*\d)`).test(text);
}

/** A time before a date, such as `two days before the appointment`, that nothing waits for. */
function lacksLead(words: string, { text }: Known): boolean {
	const lead = findLead(words);
	return lead !== undefined && !text.includes(lead.iso);
}

function shareOf(text: string, { keys: known }: Pick<Known, 'keys'>, language: Language): number {
	const words = readWords(withoutWant(text, language)).map(listKeys);
	const duration = findDuration(text);
	const isTimed = duration !== undefined && known.has(duration.iso.toLowerCase());
	const has = words.filter((keys) => keys.some((key) => known.has(key))).length + Number(isTimed);
	return words.length === 0 ? 1 : has / words.length;
}

const withoutWant = (text: string, language: Language): string => {
	const want = wishWords[language].wants.exec(text.toLowerCase());
	return want ? text.slice(want[0].length) : text;
};

/** A sentence about how an instance begins is heeded by the start. */
const saysStart = (text: string, { trigger }: PlanTree, language: Language): boolean =>
	wishWords[language].begins.test(text.toLowerCase()) || findTriggers(text, language).some((found) => found.trigger.kind === trigger.kind);

function saysOrder(text: string, language: Language): boolean {
	const { ends, parallel, all } = wishWords[language];
	const words = text.toLowerCase();
	return ends.test(words) || (parallel.test(words) && all.test(words.replace(parallel, ' ').trim()));
}

const readWords = (text: string): string[] => [
	...new Set(extractContentWords(joinWords(text)).filter((word) => !askingWords.has(foldAccents(word)))),
];

/** `orderTotal` and `order-received` are two words; a duration is one. */
const readKeys = (text: string): string[] => [
	...readWords(text.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|[._:/-]+/gu, ' ')).flatMap(listKeys),
	...(/^P[\dT]/.test(text) ? [text.toLowerCase()] : []),
];

function readTree(tree: PlanTree): Known {
	const blocks = [...walkBlocks(tree.do, '/do')].map(({ block }) => block);
	const decided = blocks.filter(({ kind }) => kind !== 'human' && kind !== 'unsupported');
	return {
		...readTexts([tree.trigger, tree.inputs, ...blocks.map(withoutInner)]),
		...readFigures(tree.trigger, blocks),
		decided: [...textsIn(decided.map(withoutInner))].join('\n'),
	};
}

function readTexts(values: unknown[]): Pick<Known, 'keys' | 'text'> {
	const texts = [...textsIn(values)];
	return { keys: new Set(texts.flatMap(readKeys)), text: texts.join('\n') };
}

function withoutInner(block: Block): unknown {
	const inner = new Set<unknown>(listInner(block).map(({ blocks }) => blocks));
	return JSON.parse(JSON.stringify(block, (_, value: unknown) => (inner.has(value) ? undefined : value)));
}

function* textsIn(value: unknown): Generator<string> {
	if (typeof value === 'string') yield value;
	else if (typeof value === 'number') yield String(value);
	else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* textsIn(one);
}
