import { parseExpression } from '../../../bpmn/feel/parser';
import { inferType } from '../check/infer-type';
import type { PlanTree } from '../plan-tree';
import { listExpressions, listFields, walkBlocks, type PlacedExpression } from '../walk';
import type { Reader } from './reader';
import { isFeel, renameVariables } from './to-feel';

/**
 * Reads the fields of dates as dates where an expression needs one: a date is a text in a process, and compared with a date or less two days it is null.
 * A wait until a date gets midnight, since engines wait for a time.
 */
export function mendDates(tree: PlanTree, reader: Reader): void {
	const names = new Set(listFields(tree).flatMap(({ name, type }) => (type === 'date' ? [name] : [])));
	for (const { block, path } of walkBlocks(tree.do, '/do')) {
		for (const expression of listExpressions(block)) {
			const { text, put } = expression;
			const mended = isFeel(text) ? mend(expression, names) : text;
			if (mended === text) continue;
			put(mended);
			reader.repair(`${path}${expression.path}`, `reads the date of a field now: ${mended}`);
		}
	}
}

function mend({ text, use, path }: PlacedExpression, names: ReadonlySet<string>): string {
	const isWait = use === 'time' && path.endsWith('/date');
	if (!isWait && !isDateAsText(text, names)) return text;
	if (/\bdate and time\(/.test(text) && isWait)
		return text.replace(/\bdate and time\(\s*(\w+)\s*\)/g, (all, name: string) => (names.has(name) ? toMidnight(`date(${name})`) : all));
	const dates = new Map([...names].map((name) => [name, `date(${name})`]));
	const mended = renameVariables(text, dates).replace(/\bdate\(\s*date\((\w+)\)\s*\)/g, 'date($1)');
	if (isWait) return mended.includes('today()') || [...names].some((name) => mended.includes(`date(${name})`)) ? toMidnight(mended) : text;
	return isFeel(mended) && !isDateAsText(mended, names) ? mended : text;
}

const toMidnight = (date: string): string => `date and time(${date}, time("00:00:00Z"))`;

/** Checks whether a field of a date is used as a date, which it is not. */
function isDateAsText(text: string, names: ReadonlySet<string>): boolean {
	const rules: string[] = [];
	inferType(
		parseExpression(text),
		(name) => (names.has(name) ? 'text' : 'unknown'),
		({ rule }) => rules.push(rule),
	);
	return rules.includes('date-as-text');
}
