import { TroupeError } from '../../core/base/errors';
import { describeSchemaErrors } from '../../core/base/text/describe-schema-error';
import { jsonFault } from '../../core/base/text/json/json-fault';
import { createOwnSchema } from '../../core/json-schema/own-schema';
import type { CaseResult, EvaluationResult } from '../../core/evaluation/evaluation-result';
import type { HumanLabel } from '../../core/evaluation/statistics/calibrate-judge';
import { readTextFile } from '../terminal/read-text-file';

const text = { type: 'string', maxLength: 1_000_000 };

const header = createOwnSchema<{ evaluation: Omit<EvaluationResult, 'cases'> }>({
	type: 'object',
	required: ['evaluation'],
	properties: {
		evaluation: {
			type: 'object',
			required: ['set', 'variant'],
			properties: { set: text, variant: { type: 'object', additionalProperties: text }, tenantPolicies: { type: 'array', items: text } },
		},
	},
});

const usage = { type: ['number', 'null'] };

const caseResult = createOwnSchema<CaseResult>(
	{
		type: 'object',
		required: ['case', 'passed', 'score', 'message', 'assertions'],
		properties: {
			case: text,
			passed: { type: 'boolean' },
			score: { type: 'number', minimum: 0, maximum: 1 },
			message: text,
			reply: text,
			usage: { type: 'object', properties: { costUsd: usage, tokens: usage, durationMs: usage } },
			assertions: {
				type: 'array',
				items: {
					type: 'object',
					required: ['assert', 'passed'],
					properties: { assert: text, passed: { type: 'boolean' }, reason: text, rubric: text },
				},
			},
			error: { type: 'object', required: ['code', 'message'], properties: { code: text, message: text, fix: text } },
		},
	},
	{ allowUnionTypes: true },
);

const label = createOwnSchema<HumanLabel>({
	type: 'object',
	required: ['case', 'passed'],
	properties: { case: text, passed: { type: 'boolean' }, rubric: text },
});

/** @throws TroupeError INPUT_INVALID */
export async function readResults(file: string): Promise<EvaluationResult> {
	const [first, ...others] = await readLines(file);
	const { evaluation } = await check(header, first, file);
	const cases = await Promise.all(others.map((line) => check(caseResult, line, file)));
	return { ...evaluation, cases };
}

/** @throws TroupeError INPUT_INVALID */
export async function readLabels(file: string): Promise<HumanLabel[]> {
	const lines = await readLines(file);
	return Promise.all(lines.map((line) => check(label, line, file)));
}

/** The results of the largest set, with long answers. */
const maxMegabytes = 64;

interface Line {
	number: number;
	value: unknown;
}

async function readLines(file: string): Promise<[Line, ...Line[]]> {
	const lines = (await readTextFile(file, maxMegabytes))
		.split('\n')
		.flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
	if (lines.length === 0) throw invalid(file, 'it is empty');
	return lines.map(({ line, number }) => {
		try {
			return { number, value: JSON.parse(line) as unknown };
		} catch (error) {
			throw invalid(file, `line ${number} is not JSON: ${jsonFault(error)}`);
		}
	}) as [Line, ...Line[]];
}

async function check<Value>(validator: ReturnType<typeof createOwnSchema<Value>>, line: Line | undefined, file: string): Promise<Value> {
	const validate = await validator();
	if (validate(line?.value)) return line!.value;
	throw invalid(file, `line ${line?.number}: ${describeSchemaErrors(validate.errors ?? []).join('; ')}`);
}

const invalid = (file: string, problem: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} cannot be read: ${problem}.`,
		fix: 'Pass results of `troupe eval run --output`; labels are lines such as {"case": "…", "passed": true}.',
	});
