import type { Boxed, Decision, DecisionModel } from '../reading/decision-model';

export interface DecisionProblem {
	/** A decision, or another element with an id; absent for the model. */
	elementId?: string;
	/** From 1. Absent: the line of the element. */
	line?: number;
	message: string;
	fix: string;
}

/** Finds what Zeebe refuses in a model besides expressions that are not FEEL (recorded from 8.6). */
export function findDecisionProblems(model: DecisionModel): DecisionProblem[] {
	const decisions = new Map(model.decisions.map((one) => [one.id, one.requires]));
	const knowledge = new Map(model.knowledge.map((one) => [one.id, one.calls]));
	return [
		...model.violations.map(({ line, elementId, reason }) => ({
			elementId,
			line: line + 1,
			message: reason,
			fix: 'Save the file from a modeler, or correct it.',
		})),
		...(model.id === '' ? [{ message: 'the model has no id', fix: 'Give it an id.' }] : []),
		...model.decisions.flatMap((decision) => [...findGaps(decision, model), ...findCycle(decision.id, decisions)]),
		...model.knowledge.flatMap(({ id }) => findCycle(id, knowledge)),
	];
}

/** Zeebe accepts requirements of input data that does not exist. */
function findGaps({ id, name, requires, requiresInputs, calls, logic }: Decision, model: DecisionModel): DecisionProblem[] {
	const known = [...model.decisions, ...model.inputs, ...model.knowledge].map((element) => element.id);
	const followed = [...requires, ...calls].filter((href) => !requiresInputs.includes(href));
	const missing = followed.filter((href) => !known.includes(href));
	const unnamed = id === '' || name === '' ? [{ message: 'is a decision without an id or a name', fix: 'Give it both.' }] : [];
	const problems = missing.map((href) => ({ message: `requires "${href}", which is not in the model`, fix: 'Remove the requirement.' }));
	const called = model.knowledge.filter((knowledge) => calls.includes(knowledge.id)).map(({ name }) => name);
	const inLogic = logic
		? findBoxProblems(logic, called)
		: [{ message: 'has no logic', fix: 'Add a decision table or a literal expression.' }];
	return [...unnamed, ...problems, ...inLogic].map((problem) => ({ elementId: id, ...problem }));
}

const hitPolicies = ['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'];

type BoxProblem = Pick<DecisionProblem, 'message' | 'fix'>;

function findBoxProblems(boxed: Boxed, called: string[]): BoxProblem[] {
	const problems: BoxProblem[] = [];
	const refuse = (message: string, fix: string): void => void problems.push({ message, fix });
	const inner = (...parts: Array<Boxed | undefined>): void => {
		for (const part of parts) if (part) problems.push(...findBoxProblems(part, called));
	};
	switch (boxed.kind) {
		case 'literal':
			if (!boxed.isFeel) refuse('has an expression in a language other than FEEL', 'Write it in FEEL.');
			if (boxed.text === '') refuse('has an empty expression', 'Write an expression.');
			break;
		case 'context':
			if (boxed.entries.length === 0 && !boxed.result) refuse('has an empty context', 'Add an entry.');
			inner(...boxed.entries.map(({ value }) => value), boxed.result);
			break;
		case 'list':
			inner(...boxed.items);
			break;
		case 'relation':
			if (boxed.rows.some(({ length }) => length !== boxed.columns.length))
				refuse('has a row with fewer or more cells than columns', 'Give each column a cell in each row.');
			inner(...boxed.rows.flat());
			break;
		case 'invocation':
			if (!called.includes(boxed.called))
				refuse(`invokes "${boxed.called}", which it does not require`, 'Require the business knowledge model.');
			inner(...boxed.bindings.map(({ value }) => value));
			break;
		case 'table':
			if (!hitPolicies.includes(boxed.hitPolicy))
				refuse(`has the unknown hit policy "${boxed.hitPolicy}"`, `Use ${hitPolicies.join(', ')}.`);
			for (const [index, { text }] of boxed.inputs.entries())
				if (text === '') refuse(`has no expression at input ${index + 1}`, 'Write an expression.');
			if (boxed.aggregation && boxed.outputs.length > 1)
				refuse('aggregates several outputs', 'Keep one output, or remove the aggregation.');
			if (boxed.outputs.length > 1 && boxed.outputs.some(({ name }) => name === ''))
				refuse('has several outputs, one without a name', 'Name each output.');
			if (boxed.outputs.some((output) => output.default === ''))
				refuse('has an empty default of an output', 'Write an expression, such as null, or remove it.');
			for (const [index, { results }] of boxed.rules.entries())
				if (results.some((result) => result === '' || result === '-'))
					refuse(`has an empty output at rule ${index + 1}`, 'Write an expression, such as null.');
			break;
		default:
			refuse(`has a boxed ${boxed.kind}, which Zeebe does not know`, 'Write it as a literal expression.');
	}
	return problems;
}

/** Finds out whether an element requires itself. Each element of a cycle is reported. */
function findCycle(id: string, needs: ReadonlyMap<string, string[]>): DecisionProblem[] {
	const seen = new Set<string>();
	const open = [...needs.get(id)!];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next === id) return [{ elementId: id, message: 'requires itself', fix: 'Remove one of the requirements of the cycle.' }];
		if (seen.has(next)) continue;
		seen.add(next);
		open.push(...(needs.get(next) ?? []));
	}
	return [];
}
