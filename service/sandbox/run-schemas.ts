/** The OpenAPI schemas of `/api/v1/sandbox/runs`. */
import * as Type from 'typebox/type';
import { closed, optional } from '../../core/base/shape';
import { cursor, limit, text } from '../../manifests/registry/api/fields';
import { levels } from '../../sandbox/levels/level';
import { requestSchema } from '../../sandbox/kinds/requests/check-request';
import { kindsOfRuns as kinds } from '../../sandbox/kinds/requests/run-request';

const maxWaitSeconds = 30;
const string = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const open = { type: 'object', additionalProperties: true } as const;
const states = ['queued', 'running', 'ended', 'refused'] as const;

const facts = {
	id: string,
	kind: { enum: kinds },
	state: { enum: states },
	...{ createdAt: time, startedAt: time, endedAt: time },
	outcome: { enum: ['completed', 'failed', 'limit', 'cancelled'] },
	exitCode: { type: ['integer', 'null'] },
	signal: { type: ['string', 'null'] },
	limit: { enum: ['time', 'processor', 'memory', 'output', 'threads', 'disk'] },
	level: { enum: levels },
	reportSha256: string,
};
const required = ['id', 'kind', 'state', 'createdAt'];

const run = {
	type: 'object',
	required,
	properties: {
		...facts,
		stdout: { ...string, description: 'Of a script or a package' },
		stderr: string,
		agent: { ...open, description: 'The outcome of an agent' },
		process: { ...open, description: 'The trace of a process, with its ending' },
		workflow: { ...open, description: 'What the nodes of a workflow returned' },
		error: { type: ['object', 'null'], description: 'Why a definition has no result', additionalProperties: true },
		steps: { type: 'array', description: 'What answered each request of a definition', items: open },
		problem: {
			type: 'object',
			description: 'Why it did not begin, or did not end',
			properties: { code: string, message: string, fix: string },
		},
	},
};
const page = {
	type: 'object',
	required: ['items'],
	properties: { items: { type: 'array', items: { type: 'object', required, properties: { ...facts, code: string } } }, cursor: string },
};
const report = {
	type: 'object',
	required: ['report', 'reportSha256'],
	properties: {
		report: { ...open, description: 'See sandbox-report.schema.json' },
		reportSha256: { ...string, description: 'SHA-256 of its canonical JSON (RFC 8785)' },
		signedReport: { ...string, description: 'The report as JWS, where the service has a key to sign with' },
	},
};

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: { type: 'object' } } } });
const json = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });
const refusals = {
	400: problem('The request does not fit its schema, or demands a lower level than the service'),
	401: problem('No credential, or an invalid one'),
	403: problem('A credential without sandbox:run, or requests that the operator does not let callers make'),
	429: problem('Too many requests, or too many runs that wait'),
	503: problem('The service is stopping, or its database does not answer'),
};
const missing = { 404: problem('No such run of the own tenant') };
const summary = (words: string, more: object) => ({ summary: words, tags: ['sandbox'], security: [{ apiKey: ['sandbox:run'] }], ...more });

export const waiting = { querystring: closed(optional({ waitSeconds: Type.Integer({ minimum: 0, maximum: maxWaitSeconds }) })) };
export const byId = { params: closed({ id: text(60) }) };
export const listing = {
	querystring: closed(optional({ limit: limit(200), cursor, kind: Type.Enum([...kinds]), state: Type.Enum([...states]) })),
};
export const runSchemas = {
	start: summary('Run untrusted code or a definition in the sandbox', {
		body: requestSchema,
		...waiting,
		response: {
			...{ 200: json('The run has ended', run), 202: json('The run waits or works', run), 413: problem('The body is too large') },
			...refusals,
		},
	}),
	list: summary('List the runs of the own tenant, the newest first', {
		...listing,
		response: { 200: json('A page', page), ...refusals },
	}),
	read: summary('Read a run of the own tenant, or wait for its end', {
		...{ ...byId, ...waiting },
		response: { 200: json('The run', run), ...missing, ...refusals },
	}),
	cancel: summary('Cancel a run that waits or works; one that is over stays as it is', {
		...byId,
		response: { 200: json('The run', run), 202: json('Another machine works on it, and ends it soon', run), ...missing, ...refusals },
	}),
	report: summary('Get the report of a run that has ended', {
		...byId,
		response: { 200: json('The report', report), 409: problem('It has not ended, or nothing of it ran'), ...missing, ...refusals },
	}),
};
