import type { ValidateFunction } from 'ajv';
import { parseDate } from '../../bpmn/timer';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { parseJson as parseLossless } from '../../core/base/text/json/lossless-json';
import { listCases, selectCase } from './case-suite';
import type { CaseAction, CaseActions, CaseStart, ProcessCase } from './process-case';

const text = { type: 'string', maxLength: 32_768 };
const number = { type: 'integer', minimum: 0, maximum: 1e12 };
const variables = { type: 'object' };
const flag = { type: 'boolean' };
const object = (required: string[], properties: object) => ({ type: 'object', required, properties });
const start = object(['processId'], {
	processId: text,
	variables,
	startInstructions: { type: 'array', items: object(['elementId'], { elementId: text }), maxItems: 100 },
	tenantId: text,
});

const actionSchemas: Record<keyof CaseActions, object> = {
	completeJob: object([], {
		type: text,
		elementId: text,
		variables,
		error: object(['code'], { code: text, message: text, variables }),
		fail: object(['retries'], { retries: { type: 'integer' }, message: text, variables, backoffMs: number }),
		adHoc: object([], {
			activate: { type: 'array', items: object(['elementId'], { elementId: text, variables }), maxItems: 1_000 },
			complete: flag,
			cancelRemaining: flag,
		}),
	}),
	runJobs: { const: true },
	publishMessage: object(['name'], {
		name: text,
		correlationKey: text,
		ttlMs: number,
		messageId: text,
		variables,
		tenantId: text,
	}),
	broadcastSignal: object(['name'], { name: text, variables, tenantId: text }),
	createInstance: start,
	setVariables: object(['variables'], { elementId: text, variables, local: flag }),
	resolveIncident: object([], { elementId: text, retries: { type: 'integer' }, variables }),
	completeUserTask: object([], { elementId: text, variables, withoutForm: flag }),
	activateAdHoc: object(['elementId', 'elements'], { elementId: text, elements: { type: 'array', items: text } }),
	modify: object([], {
		activate: { type: 'array', items: object(['elementId'], { elementId: text, variables, scopeId: text }) },
		terminate: { type: 'array', items: text },
	}),
	cancelInstance: { const: true },
	wait: number,
};
const actionNames = Object.keys(actionSchemas) as Array<keyof CaseActions>;

const caseSchema = object([], {
	startAt: { type: ['string', 'null'], maxLength: 100 },
	script: { type: ['array', 'null'], items: { type: 'object' }, maxItems: 10_000 },
	autoComplete: { type: ['boolean', 'null'] },
	tenants: { type: ['array', 'null'], items: text, minItems: 1, maxItems: 100 },
});

const fileSchema = object(['files', 'expect'], {
	name: text,
	files: { type: 'array', items: text, minItems: 1, maxItems: 100 },
	expect: { type: 'object', minProperties: 1 },
});

/**
 * Ignores unknown fields. @param source names the document in errors @throws TroupeError INPUT_INVALID naming the field @param name which case, for a
 * file with several
 */
export async function parseProcessCase(json: string, source: string, name?: string): Promise<ProcessCase> {
	return readProcessCase(selectCase(parseJson(json, source), source, name), source);
}

export interface CaseFile {
	name?: string;
	/** Relative to the case's path. */
	files: string[];
	processCase: ProcessCase;
	expect: object;
}

/** One or several. @throws TroupeError INPUT_INVALID naming the field */
export async function parseCaseFile(json: string, source: string): Promise<CaseFile[]> {
	const cases = listCases(parseJson(json, source));
	return Promise.all(cases.map((document, index) => readCase(document, cases.length === 1 ? source : `${source}: cases[${index}]`)));
}

async function readCase(document: unknown, source: string): Promise<CaseFile> {
	expectValid((await validators()).file, document, source, '');
	const { name, files, expect } = document as CaseFile;
	return { name, files, expect, processCase: await readProcessCase(document, source) };
}

async function readProcessCase(document: unknown, source: string): Promise<ProcessCase> {
	const validate = await validators();
	expectValid(validate.case, document, source, '');
	const { engine, startAt, tenants, start, script, autoComplete } = document as Record<string, never>;
	return {
		zeebeVersion: versionIn(engine),
		startAt: readTime(startAt ?? undefined, source),
		tenants: (tenants ?? undefined) as string[] | undefined,
		start: readStart(start, source, validate.action),
		script: ((script ?? []) as Array<Record<string, unknown>>).map((step, index) => readAction(step, index, source, validate.action)),
		autoComplete: autoComplete ?? true,
	};
}

/** @throws TroupeError INPUT_INVALID */
function readTime(value: string | undefined, source: string): number | undefined {
	const time = value === undefined ? undefined : parseDate(value);
	if (value === undefined || time !== undefined) return time;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${source}: startAt is not a time: ${JSON.stringify(value)}.`,
		fix: 'Write it as ISO 8601, such as 2026-12-01T09:00:00Z, or leave it out: the case then begins now.',
	});
}

/** Such as "zeebe-8.8.21"; an unknown version counts as an unknown field. */
const versionIn = (engine: unknown): ZeebeVersion | undefined =>
	['string', 'number'].includes(typeof engine) ? (/(?<!\d)8\.[68](?!\d)/.exec(String(engine))?.[0] as ZeebeVersion | undefined) : undefined;

function readStart(start: unknown, source: string, action: Validators['action']): CaseStart[] {
	if (start === undefined || start === null) return [];
	return [start].flat().map((one, index) => {
		const request = withoutNulls(one);
		expectValid(action('createInstance'), request, source, Array.isArray(start) ? `start[${index}]` : 'start');
		return request as CaseStart;
	});
}

/** @throws TroupeError INPUT_INVALID */
function parseJson(json: string, source: string): unknown {
	try {
		return parseLossless(json);
	} catch (cause) {
		const fix = 'Write one JSON document: {"start": {"processId": …}, "script": […]}.';
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${source} is not JSON: ${getErrorMessage(cause)}.`, fix, cause });
	}
}

function readAction(step: Record<string, unknown>, index: number, source: string, validate: Validators['action']): CaseAction {
	const names = actionNames.filter((name) => (step[name] ?? undefined) !== undefined);
	const [name] = names;
	if (name === undefined || names.length > 1) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${source}: script[${index}] has ${names.length === 0 ? 'no supported action' : `the actions ${names.join(' and ')}`}.`,
			fix: `Use one of these in each step: ${actionNames.join(', ')}.`,
		});
	}
	const parameters = withoutNulls(step[name]);
	expectValid(validate(name), parameters, source, `script[${index}].${name}`);
	return { name, parameters } as CaseAction;
}

/** A null field counts as absent, a null variable does not. Keys are texts, however long the number. */
function withoutNulls(parameters: unknown): unknown {
	if (Array.isArray(parameters)) return parameters.map(withoutNulls);
	if (typeof parameters !== 'object' || parameters === null) return parameters;
	const given = Object.entries(parameters).filter(([, value]) => value !== null);
	return Object.fromEntries(given.map(([name, value]) => [name, describeField(name, value)]));
}

function describeField(name: string, value: unknown): unknown {
	if (name === 'variables') return value;
	return texts.has(name) && ['number', 'bigint'].includes(typeof value) ? String(value) : withoutNulls(value);
}

/** People write these as numbers. */
const texts = new Set(['correlationKey', 'messageId', 'code']);

function expectValid(validate: ValidateFunction, value: unknown, source: string, path: string): void {
	if (validate(value)) return;
	const [{ instancePath = '', message = 'is not valid' } = {}] = validate.errors ?? [];
	const field = `${path}${instancePath.replaceAll('/', '.')}`.replace(/^\./, '');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${source}: ${field === '' ? 'the document' : field} ${message}.`,
		fix: 'Correct the field. docs/processes/process-tests.md describes the format of a case.',
	});
}

interface Validators {
	case: ValidateFunction;
	file: ValidateFunction;
	action: (name: keyof CaseActions) => ValidateFunction;
}

let compiled: Promise<Validators> | undefined;

/** Compiled with the first action of the name: it takes longer than most cases. */
function validators(): Promise<Validators> {
	return (compiled ??= import('ajv').then(({ default: Ajv }) => {
		const ajv = new Ajv({ strict: false, validateSchema: false, inlineRefs: false, code: { optimize: false } });
		const compile = (schema: object) => {
			let validate: ValidateFunction | undefined;
			return () => (validate ??= ajv.compile(schema));
		};
		const ofCase = compile(caseSchema);
		const ofFile = compile(fileSchema);
		const actions = new Map(Object.entries(actionSchemas).map(([name, schema]) => [name, compile(schema)]));
		return {
			get case() {
				return ofCase();
			},
			get file() {
				return ofFile();
			},
			action: (name) => actions.get(name)!(),
		};
	}));
}
