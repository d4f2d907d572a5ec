import { isFields } from '../../base/is-fields';
import { TroupeError } from '../../base/errors';
import type { Assertion } from './assertion-shapes';
import type { EvaluationCase, EvaluationSet } from './evaluation-set';
import { mapPromptfooAssertion } from './promptfoo-assertions';

type Fields = Record<string, unknown>;

export const isPromptfoo = (value: unknown): value is Fields =>
	isFields(value) && 'tests' in value && !('cases' in value) && ('prompts' in value || 'providers' in value || 'targets' in value);

/** Max cases: each test runs with each prompt and provider, and more would be a mistake. */
const maxCases = 2_000;

/**
 * Reads promptfoo's configuration: test × prompt × provider gives a case. Its agent has one model and no instructions; the prompt is the message.
 * @throws TroupeError INPUT_INVALID naming parts without a counterpart
 */
export function readPromptfoo(document: Fields, file: string): EvaluationSet {
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
