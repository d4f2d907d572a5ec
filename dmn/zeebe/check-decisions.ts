import type { Boxed, Decision, DecisionModel } from '../reading/decision-model';

/** What keeps a decision from being deployed. */
export interface DecisionProblem {
	decisionId: string;
	message: string;
	fix: string;
}

/** What Zeebe refuses in a model besides expressions that are not FEEL (recorded from 8.6). */
export function findDecisionProblems(model: DecisionModel): DecisionProblem[] {
	return model.decisions.flatMap((decision) => [...findGaps(decision, model), ...findCycle(decision, model)]);
}

function findGaps({ id, requires, calls, logic }: Decision, model: DecisionModel): DecisionProblem[] {
	const known = [...model.decisions, ...model.inputs, ...model.knowledge].map((element) => element.id);
	const missing = [...requires, ...calls].filter((href) => !known.includes(href));
	const problems = missing.map((href) => ({ message: `requires "${href}", which is not in the model`, fix: 'Remove the requirement.' }));
	const called = model.knowledge.filter((knowledge) => calls.includes(knowledge.id)).map(({ name }) => name);
	const inLogic = logic
		? findBoxProblems(logic, called)
		: [{ message: 'has no logic', fix: 'Add a decision table or a literal expression.' }];
	return [...problems, ...inLogic].map((problem) => ({ decisionId: id, ...problem }));
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
			for (const [index, { results }] of boxed.rules.entries())
				if (results.some((result) => result === '' || result === '-'))
					refuse(`has an empty output at rule ${index + 1}`, 'Write an expression, such as null.');
			break;
		default:
			refuse(`has a boxed ${boxed.kind}, which Zeebe does not know`, 'Write it as a literal expression.');
	}
	return problems;
}

/** Told once, at the decision from which the cycle is found. */
function findCycle(decision: Decision, model: DecisionModel): DecisionProblem[] {
	const reaches = (from: Decision, seen: Set<string>): boolean =>
		from.requires.some((id) => {
			if (id === decision.id) return true;
			if (seen.has(id)) return false;
			seen.add(id);
			const next = model.decisions.find((candidate) => candidate.id === id);
			return next !== undefined && reaches(next, seen);
		});
	if (!reaches(decision, new Set())) return [];
	return [{ decisionId: decision.id, message: 'requires itself', fix: 'Remove one of the requirements of the cycle.' }];
}
