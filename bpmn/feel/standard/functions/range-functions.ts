import { define, type BuiltIns } from '../../functions/built-in';
import { rangeFunctions as shared } from '../../functions/range-functions';
import { isNumber, negate } from '../../numbers';
import type { Evaluation } from '../../scope';
import { FeelSyntaxError } from '../../syntax';
import { isTemporal } from '../../temporal';
import { RangeValue } from '../../values';
import { NameTable } from '../name-table';
import { parseExpression } from '../parser';
import type { Node } from '../syntax';
import { order, unbounded } from '../values';
import { BuiltInFunction } from './built-in-function';
import { conversionFunctions } from './conversion-functions';

/** DMN 1.5, 10.3.4.3: the text of a range, of which one end can be missing. */
function toRange(text: string, evaluation: Evaluation): RangeValue | undefined {
	const match = /^\s*([[(\]])(.*?)\.\.(.*)([\])[])\s*$/s.exec(text);
	if (!match) return undefined;
	const [start, end] = [match[2]!, match[3]!].map((part) => (part.trim() === '' ? unbounded : readEnd(part, evaluation)));
	const isOpen = (start === unbounded && match[1] === '[') || (end === unbounded && match[4] === ']');
	if (isOpen || start === null || end === null || (start === unbounded && end === unbounded)) return undefined;
	if (start !== unbounded && end !== unbounded && !((order(start, end) ?? 1) <= 0)) return undefined;
	return new RangeValue(start, match[1] === '[', end, match[4] === ']');
}

/** A value, or a call such as `date("2030-01-31")`; null for all else. */
function readEnd(text: string, evaluation: Evaluation): unknown {
	const value = evaluateEnd(parseExpression(text, new NameTable(Object.keys(conversionFunctions))), evaluation);
	return typeof value === 'string' || isNumber(value) || isTemporal(value) ? value : null;
}

function evaluateEnd(node: Node, evaluation: Evaluation): unknown {
	if (node.kind === 'constant') return node.value;
	if (node.kind === 'negation') {
		const operand = evaluateEnd(node.operand, evaluation);
		return isNumber(operand) ? negate(operand) : null;
	}
	if (node.kind !== 'call' || node.callee.kind !== 'name' || 'named' in node.parameters) return null;
	const { name } = node.callee;
	if (!Object.hasOwn(conversionFunctions, name)) return null;
	const values = node.parameters.positional.map((part) => (part.kind === 'call' ? null : evaluateEnd(part, evaluation)));
	return new BuiltInFunction(name, conversionFunctions[name]!).call(values, evaluation);
}

export const rangeFunctions: BuiltIns = {
	...shared,
	range: [
		define(['from'], ([from], evaluation) => {
			if (typeof from !== 'string') return undefined;
			try {
				return toRange(from, evaluation);
			} catch (error) {
				if (error instanceof FeelSyntaxError) return undefined;
				throw error;
			}
		}),
	],
};
