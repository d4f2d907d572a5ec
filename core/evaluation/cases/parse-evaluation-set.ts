import { TroupeError } from '../../base/errors';
import { isFields } from '../../base/is-fields';
import { describeSchemaErrors } from '../../base/text/describe-schema-error';
import { createOwnSchema } from '../../json-schema/own-schema';
import { checkAssertion } from '../assertions/check-assertion';
import type { Assertion } from './assertion-shapes';
import { type EvaluationCase, type EvaluationSet, evaluationSchema } from './evaluation-set';
import { mapPromptfooAssertion } from './promptfoo-assertions';
import { readDocument, type ReadDocument } from './read-document';

type Fields = Record<string, unknown>;

const isPromptfoo = (value: unknown): value is Fields =>
	isFields(value) && 'tests' in value && !('cases' in value) && ('prompts' in value || 'providers' in value || 'targets' in value);

/** Max cases: each test runs with each prompt and provider, and more would be a mistake. */
const maxCases = 2_000;

/**
 * Reads promptfoo's configuration: test × prompt × provider gives a case. Its agent has one model and no instructions; the prompt is the message.
 * @throws TroupeError INPUT_INVALID naming parts without a counterpart
 */
function readPromptfoo(document: Fields, file: string): EvaluationSet {
	const problems: string[] = [];
	const fail = (problem: string) => void problems.push(problem);
	refuseUnknown(
		document,
		['description', 'prompts', 'providers', 'targets', 'tests', 'defaultTest', 'evaluateOptions', 'outputPath', 'sharing'],
		'',
		fail,
	);
	const prompts = readPrompts(document.prompts, fail);
	const agents = readProviders(document.providers ?? document.targets, fail);
	const shared = readTest(document.defaultTest ?? {}, 'defaultTest', fail);
	const tests = Array.isArray(document.tests) ? document.tests.map((test, index) => readTest(test, `tests.${index}`, fail)) : [];
	if (!Array.isArray(document.tests)) fail('tests must be a list: references to files are not read');
	if (tests.length * prompts.length * agents.length > maxCases) fail(`it has more than ${maxCases} cases`);
	if (problems.length > 0) throw unsupported(file, problems);
	const cases = tests.flatMap((test, index) =>
		prompts.flatMap((prompt, promptIndex) =>
			agents.map(({ id, agent }): EvaluationCase => {
				const vars = { ...shared.vars, ...test.vars };
				const name = [
					test.description ?? `test ${index + 1}`,
					...(prompts.length > 1 ? [`prompt ${promptIndex + 1}`] : []),
					...(agents.length > 1 ? [id] : []),
				];
				const expect = [...test.expect, ...shared.expect].map((one) => fillIn(one, vars, (problem) => fail(`tests.${index}: ${problem}`)));
				const message = fill(prompt, vars, (problem) => fail(`prompts.${promptIndex} with tests.${index}: ${problem}`));
				return { name: name.join(' · '), agent, input: { message }, expect };
			}),
		),
	);
	if (problems.length > 0) throw unsupported(file, problems);
	return {
		name: typeof document.description === 'string' ? document.description : 'promptfoo',
		agent: agents[0]!.agent,
		cases: withUniqueNames(cases),
	};
}

type Fail = (problem: string) => void;

function readPrompts(prompts: unknown, fail: Fail): string[] {
	const list = typeof prompts === 'string' ? [prompts] : Array.isArray(prompts) ? (prompts as unknown[]) : [];
	if (list.length === 0) fail('prompts must be a text or a list of texts');
	return list.flatMap((prompt, index) => {
		const text = isFields(prompt) && typeof prompt.raw === 'string' ? prompt.raw : prompt;
		if (typeof text === 'string' && !/^(?:file|https?|exec):\/\//.test(text)) return [text];
		fail(`prompts.${index} must be a text: files and functions are not read`);
		return [];
	});
}

const providers: Record<string, RegExp> = {
	openai: /^openai:(?:chat:|responses:)?(?<model>[^:]+)$/,
	anthropic: /^anthropic:(?:messages:)?(?<model>[^:]+)$/,
	google: /^(?:google|vertex):(?<model>[^:]+)$/,
	ollama: /^ollama:(?:chat:|completion:)?(?<model>.+)$/,
};

function readProviders(value: unknown, fail: Fail): Array<{ id: string; agent: EvaluationSet['agent'] }> {
	const list = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as unknown[]) : [];
	if (list.length === 0) fail('providers must be a text or a list');
	return list.flatMap((entry, index) => {
		const given = isFields(entry) ? entry.id : entry;
		const id = typeof given === 'string' ? given : '';
		const config = isFields(entry) && isFields(entry.config) ? entry.config : {};
		if (isFields(entry)) refuseUnknown(entry, ['id', 'label', 'config'], `providers.${index}.`, fail);
		refuseUnknown(config, ['temperature', 'max_tokens'], `providers.${index}.config.`, fail);
		const known = Object.entries(providers).find(([, shape]) => shape.test(id));
		if (!known) {
			fail(`providers.${index} (${JSON.stringify(id)}) must be a chat model of ${Object.keys(providers).join(', ')}`);
			return [];
		}
		const model = known[1].exec(id)!.groups!.model!;
		return [{ id, agent: createAgent(known[0] as 'openai', model, config) }];
	});
}

const usualTokens = 1_024;

function createAgent(
	provider: 'openai',
	model: string,
	{ temperature, max_tokens: outputTokens = usualTokens }: Fields,
): EvaluationSet['agent'] {
	return {
		id: 'promptfoo',
		version: '1.0.0',
		name: 'promptfoo',
		purpose: 'Answers the prompts of a configuration of promptfoo.',
		capabilities: [],
		prompt: 'Answer the message.',
		model: { route: [{ provider, model }], extractive: false, ...(typeof temperature === 'number' && { temperature }) },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'], action: 'token' } },
		limits: { messageCharacters: 32_768, modelCalls: 3, outputTokens: Number(outputTokens), tokens: 200_000, wallClockMs: 120_000 },
	};
}

interface ReadTest {
	description?: string;
	vars: Record<string, string>;
	expect: Assertion[];
}

function readTest(test: unknown, where: string, fail: Fail): ReadTest {
	if (!isFields(test)) {
		fail(`${where} must be an object: references to files are not read`);
		return { vars: {}, expect: [] };
	}
	refuseUnknown(test, ['description', 'vars', 'assert'], `${where}.`, fail);
	const vars = Object.entries(isFields(test.vars) ? test.vars : {}).flatMap(([name, value]) => {
		const isText = ['string', 'number', 'boolean'].includes(typeof value) && !String(value).startsWith('file://');
		if (!isText) fail(`${where}.vars.${name} must be a text or a number: lists and files are not read`);
		return isText ? [[name, String(value)] as const] : [];
	});
	const asserts = (Array.isArray(test.assert) ? test.assert : []) as unknown[];
	const expect = asserts.flatMap((one, index) => {
		const assertion = isFields(one) ? mapPromptfooAssertion(one) : 'must be an object';
		if (typeof assertion !== 'string') return [assertion];
		fail(`${where}.assert.${index} ${assertion}`);
		return [];
	});
	return { ...(typeof test.description === 'string' && { description: test.description }), vars: Object.fromEntries(vars), expect };
}

function refuseUnknown(value: Fields, known: string[], where: string, fail: Fail): void {
	for (const name of Object.keys(value)) if (!known.includes(name)) fail(`${where}${name} has no counterpart here`);
}

/** Fills in `{{name}}`. Does not support template filters and blocks. */
function fill(template: string, vars: Record<string, string>, fail: Fail): string {
	if (/\{%|\{#/.test(template)) fail('blocks of templates ({% … %}) are not read');
	return template.replace(/\{\{([^{}]{0,200})\}\}/g, (_whole, inside: string) => {
		const name = inside.trim();
		if (Object.hasOwn(vars, name)) return vars[name]!;
		fail(/^[\w-]+$/.test(name) ? `the variable "${name}" is missing` : `the expression "{{${inside}}}" is not read`);
		return '';
	});
}

function fillIn<Value>(value: Value, vars: Record<string, string>, fail: Fail): Value {
	if (typeof value === 'string') return fill(value, vars, fail) as Value;
	if (Array.isArray(value)) return value.map((each: unknown) => fillIn(each, vars, fail)) as Value;
	if (!isFields(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fillIn(each, vars, fail)])) as Value;
}

function withUniqueNames(cases: EvaluationCase[]): EvaluationCase[] {
	const counts = new Map<string, number>();
	return cases.map((one) => {
		const count = (counts.get(one.name) ?? 0) + 1;
		counts.set(one.name, count);
		return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
	});
}

const unsupported = (file: string, problems: string[]) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is a configuration of promptfoo that cannot be read completely: ${[...new Set(problems)].slice(0, 10).join('; ')}.`,
		fix: 'Remove these parts, or write the cases in the format of docs/evaluation/cases.md.',
		details: { file, problems: [...new Set(problems)].slice(0, 10) },
	});

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

function invalidSet(file: string, problems: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is not a set of cases: ${problems.join('; ')}.`,
		fix: 'Correct these fields. See docs/evaluation/cases.md for every field, or `troupe eval schema`.',
		details: { file, problems },
	});
}
