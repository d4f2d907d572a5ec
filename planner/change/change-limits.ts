import type { Language } from '../../core/base/text/languages';
import { readThreshold } from '../draw/outline/read-condition';
import type { Block, Choice, PlanTree } from '../tree/plan-tree';
import { placeBlocks } from './block-lists';
import type { Change } from './apply-changes';

/** A limit of a condition, and the one that takes its place. */
interface NewLimit {
	from: number;
	to: number;
	/** Compares as these words say, such as `>=` of `1,000 or more`. */
	operator?: string;
}

/** Quantifiers are bounded, so that a long request cannot make them slow. */
const instead = /^(.{1,100}?)\s+(?:instead of|rather than|em vez de|em lugar de|no lugar de|ao invés de)\s+(.{1,60})$/iu;
const turned =
	/^(?:please |por favor,? )?(?:change|set|raise|increase|lower|reduce|mude|mudar|altere|alterar|troque|trocar|aumente|aumentar|reduza|reduzir|baixe|baixar) (?:the limit |o limite )?(?:from |of |de )?(.{1,40}?)\s+(?:to|para|por)\s+(.{1,40})$/iu;

/** Reads `above 1000 instead of 500` and `change the limit from 500 to 1000`. */
export function readNewLimit(request: string, language: Language): NewLimit | undefined {
	const [, after, before] = instead.exec(request) ?? [];
	const [, from, to] = turned.exec(request) ?? [];
	const next = readThreshold(after ?? to ?? '', language);
	const last = readThreshold(before ?? from ?? '', language);
	if (!next || !last) return undefined;
	return { from: last.value, to: next.value, ...(next.operator && { operator: next.operator }) };
}

/** Lists the steps that put a limit in the place of another one, in conditions and in the texts that say it. Empty: no condition has it. */
export function changeLimit(tree: PlanTree, limit: NewLimit): Change[] {
	const changes = [...placeBlocks(tree)].flatMap(({ block }) => {
		if (block.kind !== 'choice') return [];
		const own = changeBranches(block, limit);
		return own.length === 0 ? [] : [...own, ...changeSaid(block, limit)];
	});
	const purpose = say(tree.purpose, limit);
	return changes.length > 0 && purpose !== tree.purpose ? [...changes, { op: 'set-plan', fields: { purpose } }] : changes;
}

function changeBranches(choice: Choice, limit: NewLimit): Change[] {
	return choice.branches.flatMap(({ name, when }, at): Change[] => {
		const changed = when.replace(compared(limit.from), (_, operator: string, gap: string) =>
			[sameSide(operator, limit.operator) ? limit.operator : operator, gap, limit.to].join(''),
		);
		const said = say(name, limit);
		return changed === when ? [] : [{ op: 'set-branch', id: choice.id, part: String(at), fields: { when: changed, name: said } }];
	});
}

/** Changes what people read beside the condition: the question, and what the steps of its branches are told. */
function changeSaid(choice: Choice, limit: NewLimit): Change[] {
	const inner = [...choice.branches, choice.otherwise].flatMap(({ do: blocks }) =>
		[...placeBlocks({ do: blocks })].map(({ block }) => block),
	);
	return [choice, ...inner].flatMap((block): Change[] => {
		const fields = Object.fromEntries(
			textsOf(block).flatMap(([name, text]) => (say(text, limit) === text ? [] : [[name, say(text, limit)]])),
		);
		return Object.keys(fields).length === 0 ? [] : [{ op: 'set', id: block.id, fields }];
	});
}

const textsOf = (block: Block): Array<[string, string]> =>
	Object.entries(block).filter(
		(entry): entry is [string, string] => ['name', 'why', 'instructions', 'needs'].includes(entry[0]) && typeof entry[1] === 'string',
	);

const compared = (value: number): RegExp => new RegExp(String.raw`([<>]=?|=)(\s*)${escape(value)}(?![\d.]*\d)`, 'g');
const escape = (value: number): string => String(value).replace('.', String.raw`\.`);
const sameSide = (one: string, other: string | undefined): boolean => other !== undefined && other[0] === one[0];

/** Writes the new figure where a text says the old one, also with marks of thousands. */
const say = (text: string, { from, to }: NewLimit): string =>
	text.replace(new RegExp(`(?<![\\d.,])${withMarks(from)}(?![.,]?\\d)`, 'g'), () => String(to));

const withMarks = (value: number): string => escape(value).replaceAll(/\B(?=(?:\d{3})+(?!\d))/g, '[.,]?');

/** Lists the conditions that compare with a figure, as people read them. */
export const listLimits = (tree: PlanTree): string[] => [
	...new Set(
		[...placeBlocks(tree)].flatMap(({ block }) =>
			block.kind === 'choice' ? block.branches.flatMap(({ when }) => (/[<>]=?\s*\d/.test(when) ? when : [])) : [],
		),
	),
];
