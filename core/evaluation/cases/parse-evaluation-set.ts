import { TroupeError } from '../../base/errors';
import { describeSchemaErrors } from '../../base/text/describe-schema-error';
import { createOwnSchema } from '../../json-schema/own-schema';
import { checkAssertion } from '../assertions/check-assertion';
import type { Assertion } from './assertion-shapes';
import { type EvaluationCase, type EvaluationSet, evaluationSchema } from './evaluation-set';
import { isPromptfoo, readPromptfoo } from './read-promptfoo';
import { readDocument, type ReadDocument } from './read-document';

const validator = createOwnSchema<EvaluationSet>(evaluationSchema, { discriminator: true, allowUnionTypes: true });

const maxShown = 60;

/**
 * Reads cases from JSON, YAML or promptfoo's YAML. Each case also gets the set's assertions. @param file names the document in errors, and its format
 * @throws TroupeError INPUT_INVALID naming each field with its line, value and expectation
 */
export async function parseEvaluationSet(text: string, file: string): Promise<EvaluationSet> {
	return checkDocument(await readDocument(text, file), file);
}

/** Reads a parsed set, such as a job variable. @param where names it in errors @throws TroupeError INPUT_INVALID */
export const parseSetDocument = (value: unknown, where: string): Promise<EvaluationSet> =>
	checkDocument({ value, findLine: () => undefined }, where);

async function checkDocument(document: ReadDocument, file: string): Promise<EvaluationSet> {
	const value = isPromptfoo(document.value) ? readPromptfoo(document.value, file) : structuredClone(document.value);
	const validate = await validator();
	if (!validate(value)) throw invalidSet(file, describe(describeSchemaErrors(validate.errors ?? []), document));
	const set = withSharedAssertions(value);
	const problems = await findProblems(set);
	if (problems.length > 0) throw invalidSet(file, describe(problems, document));
	return set;
}

async function findProblems({ cases }: EvaluationSet): Promise<string[]> {
	const names = cases.map(({ name }) => name);
	const problems = await Promise.all(cases.map((one, index) => findCaseProblems(one, `cases.${index}`)));
	return [
		...names.flatMap((name, index) => (names.indexOf(name) < index ? [`cases.${index}.name is the name of another case too`] : [])),
		...problems.flat(),
	].slice(0, 10);
}

async function findCaseProblems({ expect, fixtures }: EvaluationCase, where: string): Promise<string[]> {
	const checked = await Promise.all(expect.map((assertion) => checkAssertion(assertion)));
	return [
		...(expect.length === 0 ? [`${where} must have an assertion in "expect", its own or one of the set`] : []),
		...checked.flatMap((problem, index) =>
			problem === undefined ? [] : [`${where}.expect.${index} (${expect[index]!.assert}) ${problem}`],
		),
		...(fixtures?.tools ?? []).flatMap(({ result, error }, index) =>
			(result === undefined) === (error === undefined) ? [`${where}.fixtures.tools.${index} must have either "result" or "error"`] : [],
		),
	];
}

function withSharedAssertions({ expect: shared = [], ...set }: EvaluationSet): EvaluationSet {
	const own = ({ expect }: { expect?: Assertion[] }) => expect ?? [];
	// Own assertions first, so that indexes in problems match the file.
	return { ...set, cases: set.cases.map((one) => ({ ...one, expect: [...own(one), ...shared] })) };
}

function describe(problems: string[], { value, findLine }: ReadDocument): string[] {
	return problems.map((problem) => {
		const path = readPath(problem);
		const line = findLine(path);
		const actual = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);
		const shown = typeof actual === 'object' || actual === undefined ? '' : `: it is ${JSON.stringify(actual).slice(0, maxShown)}`;
		return `${line === undefined ? '' : `line ${line}: `}${problem}${shown}`;
	});
}

const readPath = (problem: string): Array<string | number> =>
	problem.startsWith('the document ')
		? []
		: problem
				.split(' ', 1)[0]!
				.split('.')
				.map((step) => (/^\d+$/.test(step) ? Number(step) : step));

export function invalidSet(file: string, problems: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is not a set of cases: ${problems.join('; ')}.`,
		fix: 'Correct these fields. See docs/evaluation/cases.md for every field, or `troupe eval schema`.',
		details: { file, problems },
	});
}
