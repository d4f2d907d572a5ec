/** Sentences that choose: `if … otherwise …`, `… unless …`, `optionally …`. Each returns whether it read the words. */
import type { Block, Choice } from '../../tree/plan-tree';
import { findVerb } from '../../wish/find-verb';
import { toVariable } from '../../wish/names';
import { cut } from '../../wish/sentences';
import { undeny } from './find-guard';
import { setsApproved } from './limit-approval';
import { match } from './match-words';
import type { Outline } from './outline';
import { outlineTexts } from './outline-texts';
import type { ReadCondition } from './read-answer';
import { approval, capital, nameCondition } from './read-condition';
import { splitSteps } from './split-steps';

export function readOptional(o: Outline, text: string, blocks: Block[]): boolean {
	const found = match(text, o.words.optional);
	if (!found) return false;
	const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim();
	if (!findVerb(rest, o.language)) return false;
	const { needed } = outlineTexts[o.language];
	const label = `${needed} ${cut(rest, 45)}?`;
	addChoice(o, blocks, { when: '', name: needed, field: { name: '', type: 'boolean', label } }, label, rest);
	return true;
}

export function readIf(o: Outline, text: string, blocks: Block[], before?: Choice): boolean {
	const unless = match(text, o.words.unless);
	const lead = unless ?? match(text, o.words.condition) ?? findDecided(o, text, before);
	if (!lead) return false;
	const [condition, consequence] = splitCondition(o, text.slice(lead[0].length));
	if (consequence === '') return false;
	const otherwise = match(consequence, o.words.otherwise);
	const first = otherwise ? consequence.slice(0, otherwise.index) : consequence;
	const rest = otherwise ? consequence.slice(otherwise.index + otherwise[0].length) : '';
	const read = o.readCondition(condition);
	const isYes = o.words.yes.test(condition.toLowerCase().trim()) || o.words.no.test(condition.toLowerCase().trim());
	const name = isYes && o.condition?.label ? o.condition.label : `${read.isAnswer ? read.name : capital(nameCondition(condition))}?`;
	const asked = before && blocks.at(-1) === before ? findAsked(before, read) : undefined;
	if (asked) {
		o.within(asked, () => addChoice(o, asked, unless ? negate(read) : read, name, first, rest));
		return true;
	}
	if (before && blocks.at(-1) === before && rest === '' && joinChoice(o, before, read, first)) return true;
	addChoice(o, blocks, unless ? negate(read) : read, name, first, rest);
	return true;
}

const isRefusal = ({ isAnswer, when }: ReadCondition): boolean => isAnswer === true && when.endsWith(' = false');

/** `When the manager says no` chooses a way, and `when she says yes` the other one where the wish has both. */
function findDecided(o: Outline, text: string, before?: Choice): RegExpExecArray | undefined {
	const lead = match(text, o.words.when);
	const [condition, rest] = lead ? splitCondition(o, text.slice(lead[0].length)) : ['', ''];
	if (!lead || rest === '') return undefined;
	const read = o.readCondition(condition);
	const isOther = before?.branches.some(({ when }) => when === negate(read).when);
	return isRefusal(read) || (read.isAnswer && (o.mayRefuse || isOther)) ? lead : undefined;
}

/** Checks for a sentence that says what is done if somebody refuses. */
export function saysRefusal(o: Outline, text: string): boolean {
	const lead = match(text, o.words.condition) ?? match(text, o.words.when);
	return lead !== undefined && isRefusal(o.readCondition(splitCondition(o, text.slice(lead[0].length))[0]));
}

/** Reads `in the former case, … In the latter case, …` of a step that names two alternatives, and `in this case` of the branch before. */
export function readCase(o: Outline, text: string, blocks: Block[], before?: Choice): boolean {
	const same = match(text, o.words.thisCase);
	if (same && before) {
		o.inside(before.branches.at(-1)!.do, text.slice(same[0].length));
		o.choice = before;
		return true;
	}
	const found = match(text, o.words.caseOf);
	if (!found) return false;
	const rest = text.slice(found[0].length);
	const last = blocks.at(-1);
	if (before && last === before && before.branches.length === 1 && before.otherwise.do.length === 0) {
		o.inside(before.otherwise.do, rest);
		return true;
	}
	const [first, ...others] = last?.name.split(/\s(?:or|ou)\s/) ?? [];
	if (!first || others.length === 0) return false;
	const read = o.readCondition(`${first} ${others[0]!.split(' ').slice(1).join(' ')}`);
	addChoice(o, blocks, found[1] ? read : negate(read), `${capital(nameCondition(first))}?`, rest);
	return true;
}

/** Returns the branch in which somebody was asked what a condition is about: their answer chooses there. */
const findAsked = ({ branches, otherwise }: Choice, { field }: ReadCondition): Block[] | undefined =>
	field.name !== approval.en.name || branches.some(({ when }) => when.startsWith(`${field.name} `))
		? undefined
		: [...branches, otherwise].map(({ do: blocks }) => blocks).findLast((blocks) => blocks.some(setsApproved));

/** `If A, … If B, …` is one choice: a second condition that is the opposite of the first is the default. */
function joinChoice(o: Outline, before: Choice, read: ReadCondition, text: string): boolean {
	if (before.otherwise.do.length > 0) return false;
	const same = before.branches.find(({ when }) => when === read.when);
	if (same) {
		o.inside(same.do, text);
		o.choice = before;
		return true;
	}
	const opposite = before.branches.length === 1 && before.branches[0]!.when === negate(read).when;
	if (!opposite) o.declare(read.field, 1);
	const branch = opposite ? before.otherwise : { name: read.name, when: read.when, do: [] };
	if (opposite) before.otherwise.name = read.name;
	else before.branches.push(branch as Choice['branches'][number]);
	o.inside(branch.do, text);
	o.choice = before;
	o.condition = read.field;
	return true;
}

export function splitCondition(o: Outline, text: string): [string, string] {
	const at = match(text, o.words.thenWord);
	if (at) return [text.slice(0, at.index), text.slice(at.index + at[0].length)];
	const verbs = [...text.matchAll(/\s/g)].map(({ index }) => index).slice(2, 30);
	const from = verbs.find((index) => findVerb(text.slice(index + 1), o.language)?.start === 0);
	return from === undefined ? [text, ''] : [text.slice(0, from), text.slice(from + 1)];
}

function addChoice(o: Outline, blocks: Block[], read: ReadCondition, name: string, text: string, otherwise = ''): void {
	const field = read.field.name === '' ? { ...read.field, name: toVariable(read.field.label ?? '', 'needed') } : read.field;
	o.addDecision(read, blocks);
	o.declare(field);
	const rest = outlineTexts[o.language].otherwise;
	const choice: Choice = {
		...{ kind: 'choice', id: o.id(name), name: cut(name, 60) },
		branches: [{ name: cut(read.name, 60), when: read.when || `${field.name} = true`, do: [] }],
		otherwise: { name: rest, do: [] },
	};
	blocks.push(choice);
	o.inside(choice.branches[0]!.do, text);
	o.inside(choice.otherwise.do, otherwise);
	o.condition = field;
	o.choice = choice;
}

export function readTrailingIf(o: Outline, text: string, blocks: Block[]): boolean {
	const words =
		o.language === 'pt'
			? /,?\s+(?:só\s+|somente\s+)?(se|caso|quando|a menos que|a não ser que|(?:exceto|salvo|a não ser) (?:se|quando|em caso de))\s+/
			: /,?\s+(?:only\s+)?(if|when|unless|in case|except (?:if|when|in case of))\s+/;
	const found = match(text, words);
	if (!found || !findVerb(text.slice(0, found.index), o.language)) return false;
	// `when the total is above 500` is a condition, `when the customer pays` is not.
	const said = o.readCondition(splitCondition(o, text.slice(found.index + found[0].length))[0]);
	if (/^(?:when|quando)$/.test(found[1]!) && said.field.type !== 'number' && !isRefusal(said)) return false;
	if (/^(?:if|se)$/.test(found[1]!) && !found[0].startsWith(',') && o.words.asks.test(text.slice(0, found.index).toLowerCase()))
		return false;
	const leading = text.slice(0, found.index).replace(/(?:[,;]|\s+(?:e|and|but|mas|then|então))*\s*$/, '');
	const before = splitSteps(leading, o.language);
	const act = undeny(before.at(-1)!, o.language);
	const [clause, follows] = splitCondition(o, text.slice(found.index + found[0].length));
	// `…, and if it is late, call` begins a sentence of its own.
	if (follows !== '' && leading.length < found.index && findVerb(follows, o.language)) {
		for (const step of before) o.readClause(step, blocks);
		o.readClause(text.slice(found.index).replace(/^,?\s+/, ''), blocks);
		return true;
	}
	const isMore = follows !== '' && findVerb(follows, o.language) !== undefined && !match(follows, o.words.otherwise);
	const [condition, ...rest] = (isMore ? clause : text.slice(found.index + found[0].length)).split(o.words.otherwise);
	for (const step of before.slice(0, -1)) o.readClause(step, blocks);
	const read = o.readCondition(condition!);
	// `Never pays unless she approves` pays if she does, and `never pays if she refuses` if she does not.
	const isUnless = /unless|except|menos|exceto|salvo|não ser/.test(found[1]!) !== (act !== before.at(-1));
	addChoice(o, blocks, isUnless ? negate(read) : read, `${capital(nameCondition(condition!))}?`, act, rest.join(' '));
	if (isMore) o.readClause(follows, blocks);
	return true;
}

function negate(read: ReadCondition): ReadCondition {
	const opposites: Record<string, string> = { '>': '<=', '<': '>=', '>=': '<', '<=': '>', '=': '!=' };
	const [name, operator = '=', value] = read.when.split(' ');
	if (value === 'true' || value === 'false') return { ...read, when: `${name} = ${value === 'false'}` };
	return { ...read, when: `${name} ${opposites[operator] ?? '!='} ${value}` };
}
