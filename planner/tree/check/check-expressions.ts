import { findNearName } from '../../../core/base/text/near-name';
import { parseExpression } from '../../../bpmn/feel/parser';
import { findSyntaxFault } from '../../../bpmn/feel/syntax-fault';
import type { Feel } from '../../../bpmn/feel/feel-port';
import type { Node } from '../../../bpmn/feel/syntax';
import type { Faults } from '../faults';
import type { PlacedExpression } from '../walk';
import { listFreeNames } from './free-names';
import { inferType } from './infer-type';
import type { Variables } from './known-variables';

/** What a check knows at a place. */
export interface Place {
	faults: Faults;
	feel: Feel;
	variables: Variables;
	/** Variables that branches beside this one set. */
	beside: ReadonlySet<string>;
}

/** Checks an expression where it is evaluated: its language, its variables, its types. */
export function checkExpression({ text, path, use }: Pick<PlacedExpression, 'text' | 'path' | 'use'>, place: Place): void {
	const { faults, variables } = place;
	const node = parse(text, path, place);
	if (!node) return;
	for (const name of listFreeNames(node)) {
		checkName(name, path, place);
		if ((use === 'key' || use === 'time') && variables.get(name)?.mayBeNull) faults.add(path, 'may-be-null', name);
	}
	const type = inferType(
		node,
		(name) => variables.get(name)?.type ?? 'unknown',
		({ rule, values }) => faults.add(path, rule, ...values, ...(rule === 'unknown-function' ? [] : [text])),
	);
	if (use === 'condition' && !['boolean', 'unknown', 'null'].includes(type)) faults.add(path, 'not-a-condition', text, type);
	if (use === 'key' && node.kind === 'constant') faults.add(path, 'constant-key', text);
}

function parse(text: string, path: string, { faults, feel }: Place): Node | undefined {
	const fault = findSyntaxFault(text);
	const problem = fault ? { message: `"${text.slice(0, 80)}" is not FEEL: ${fault.reason}`, fix: fault.fix } : feel.findProblem(text);
	if (!problem) return parseExpression(text);
	faults.add(path, 'not-feel', problem.message, problem.fix, text);
	return undefined;
}

/** Checks that something has set the variable before. */
export function checkName(name: string, path: string, { faults, variables, beside }: Place): void {
	if (variables.has(name)) return;
	if (beside.has(name)) {
		faults.add(path, 'set-beside', name);
		return;
	}
	const near = findNearName(name, [...variables.keys()]);
	const known = [...variables.keys()].slice(0, 20).join(', ');
	faults.add(path, 'unknown-variable', name, fixes[faults.language](near, known));
}

const fixes = {
	en: (near: string | undefined, known: string): string => {
		if (near !== undefined) return `Did you mean "${near}"?`;
		return `Add it to the inputs, or to the writes of an earlier step.${known && ` Known here: ${known}.`}`;
	},
	pt: (near: string | undefined, known: string): string => {
		if (near !== undefined) return `Quis dizer "${near}"?`;
		return `Acrescente-a às entradas (inputs), ou a writes de um passo anterior.${known && ` Conhecidas aqui: ${known}.`}`;
	},
};
