/** The OpenAPI schemas of `/api/v1/sandbox/runs`. */
import * as Type from 'typebox/type';
import { anyObject, closed, optional, orNull } from '../../core/base/shape';
import { integer, open, string, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../manifests/registry/api/fields';
import { json } from '../http/describe-operations';
import { levels } from '../../sandbox/levels/level';
import { requestSchema } from '../../sandbox/kinds/requests/check-request';
import { kindsOfRuns as kinds } from '../../sandbox/kinds/requests/run-request';

const maxWaitSeconds = 30;
const states = ['queued', 'running', 'ended', 'refused'] as const;
const described = (description: string, more: object = {}) => anyObject({ ...more, description, additionalProperties: true });

const facts = {
	id: string,
	kind: Type.Enum([...kinds]),
	state: Type.Enum([...states]),
	createdAt: time,
	...optional({
		...{ startedAt: time, endedAt: time },
		outcome: Type.Enum(['completed', 'failed', 'limit', 'cancelled']),
		exitCode: orNull(integer),
		signal: orNull(string),
		limit: Type.Enum(['time', 'processor', 'memory', 'output', 'threads', 'disk']),
		level: Type.Enum([...levels]),
		reportSha256: string,
	}),
};

const run = Type.Object({
	...facts,
	...optional({
		stdout: Type.String({ description: 'Of a script or a package' }),
		stderr: string,
		agent: described('The outcome of an agent'),
		process: described('The trace of a process, with its ending'),
		workflow: described('What the nodes of a workflow returned'),
		error: described('Why a definition has no result', { type: ['object', 'null'] }),
		steps: Type.Array(open(), { description: 'What answered each request of a definition' }),
		problem: Type.Object(optional({ code: string, message: string, fix: string }), { description: 'Why it did not begin, or did not end' }),
	}),
});
const page = Type.Object({ items: Type.Array(Type.Object({ ...facts, code: Type.Optional(string) })), cursor: Type.Optional(string) });
const report = Type.Object({
	report: described('See sandbox-report.schema.json'),
	reportSha256: Type.String({ description: 'SHA-256 of its canonical JSON (RFC 8785)' }),
	signedReport: Type.Optional(Type.String({ description: 'The report as JWS, where the service has a key to sign with' })),
});

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: anyObject() } } });
const refusals = {
	400: problem('The request does not fit its schema, or demands a lower level than the service'),
	401: problem('No credential, or an invalid one'),
	403: problem('A credential without sandbox:run, or requests that the operator does not let callers make'),
	429: problem('Too many requests, or too many runs that wait'),
	503: problem('The service is stopping, or its database does not answer'),
};
const missing = { 404: problem('No such run of the own tenant') };
const summary = (operationId: string, words: string, more: object) => ({
	operationId,
	summary: words,
	tags: ['sandbox'],
	security: [{ apiKey: ['sandbox:run'] }],
	...more,
});

export const waiting = { querystring: closed(optional({ waitSeconds: Type.Integer({ minimum: 0, maximum: maxWaitSeconds }) })) };
export const byId = { params: closed({ id: text(60) }) };
export const listing = {
	querystring: closed(optional({ limit: limit(200), cursor, kind: Type.Enum([...kinds]), state: Type.Enum([...states]) })),
};
export const runSchemas = {
	start: summary('startSandboxRun', 'Run untrusted code or a definition in the sandbox', {
		body: requestSchema,
		...waiting,
		response: {
			...{ 200: json('The run has ended', run), 202: json('The run waits or works', run), 413: problem('The body is too large') },
			...refusals,
		},
	}),
	list: summary('listSandboxRuns', 'List the runs of the own tenant, the newest first', {
		...listing,
		response: { 200: json('A page', page), ...refusals },
	}),
	read: summary('readSandboxRun', 'Read a run of the own tenant, or wait for its end', {
		...{ ...byId, ...waiting },
		response: { 200: json('The run', run), ...missing, ...refusals },
	}),
	cancel: summary('cancelSandboxRun', 'Cancel a run that waits or works; one that is over stays as it is', {
		...byId,
		response: { 200: json('The run', run), 202: json('Another machine works on it, and ends it soon', run), ...missing, ...refusals },
	}),
	report: summary('readSandboxReport', 'Get the report of a run that has ended', {
		...byId,
		response: { 200: json('The report', report), 409: problem('It has not ended, or nothing of it ran'), ...missing, ...refusals },
	}),
};
