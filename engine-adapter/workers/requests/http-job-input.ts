import { bodyTypes, httpMethods, type HttpTask } from '../../../providers/compose/http/http-task';
import type { HttpAuthentication } from '../../../providers/compose/http/http-access';
import { toolSecretPrefix } from '../../../core/base/settings/setting-names';
import { listSecrets } from '../../../core/tools/tool-headers';
import type { Job } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import { invalidJob, isPresent } from '../job-input';
import { readDuration } from './result-mapping';

export const httpVariables = ['url', 'headers', 'query', 'body'];

export interface HttpJob {
	task: HttpTask;
	isRetried: (status: number) => boolean;
	backoffMs?: number;
}

const usual = { timeoutMs: 30_000, maxBytes: 1_000_000, retryOn: '408, 425, 429, 500, 502, 503, 504' };
const max = { timeoutMs: 600_000, maxBytes: 1_900_000 };
const authentications = ['none', 'credential', 'basic', 'bearer', 'header', 'query', 'oauth2'] as const;

/** Headers come first: users who may set variables must not redirect the request. @throws TroupeError INPUT_INVALID */
export function readHttpJob(job: Job): HttpJob {
	const { variables } = job;
	const body = isPresent(variables.body) ? variables.body : undefined;
	const bodyType = headerOf(job, 'bodyType') === undefined ? undefined : choose(job, 'bodyType', bodyTypes);
	const backoff = headerOf(job, 'retryBackoff');
	return {
		task: {
			method: choose(job, 'method', httpMethods, 'GET'),
			url: headerOf(job, 'url') ?? readUrl(job),
			headers: Object.fromEntries(Object.entries(readContext(job, 'headers')).map(([name, value]) => [name, textOf(job, name, value)])),
			query: readContext(job, 'query'),
			body,
			bodyType,
			authentication: readAuthentication(job),
			idempotencyKey: job.key,
			timeoutMs: readNumber(job, 'timeoutMs', usual.timeoutMs, max.timeoutMs),
			maxBytes: readNumber(job, 'maxBytes', usual.maxBytes, max.maxBytes),
		},
		isRetried: readRetryRule(job),
		...(backoff !== undefined && { backoffMs: readDuration(job, 'retryBackoff', backoff) }),
	};
}

export const headerOf = ({ headers }: Job, name: string): string | undefined => headers[name]?.trim() || undefined;

function readUrl(job: Job): string {
	const { url } = job.variables;
	if (typeof url === 'string' && url.trim() !== '') return url.trim();
	throw invalidJob(
		job,
		'does not say which address to call',
		'Give the task an input "url" with a text, such as ="https://api.example.com/orders/" + orderId.',
	);
}

function readContext(job: Job, name: 'headers' | 'query'): Variables {
	const value = job.variables[name];
	if (!isPresent(value)) return {};
	if (typeof value === 'object' && !Array.isArray(value)) return value as Variables;
	throw invalidJob(job, `has an input "${name}" that is not a context`, `Write it as a context: ={"x-name": "value"}.`);
}

function textOf(job: Job, name: string, value: unknown): string {
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw invalidJob(job, `has a value for the header "${name}" of its request that is not a text`, 'Give each header a text or a number.');
}

function choose<Choice extends string>(job: Job, name: string, choices: readonly Choice[], usualChoice?: Choice): Choice {
	const text = headerOf(job, name) ?? usualChoice;
	const found = choices.find((choice) => choice === text);
	if (found !== undefined) return found;
	throw invalidJob(job, `has a header "${name}" with an unknown value`, `Use one of ${choices.join(', ')}.`);
}

export function readNumber(job: Job, name: string, usualValue: number, maxValue: number): number {
	const text = headerOf(job, name);
	if (text === undefined) return usualValue;
	const number = Number(text);
	if (Number.isInteger(number) && number >= 1 && number <= maxValue) return number;
	throw invalidJob(job, `has a header "${name}" that is not a whole number from 1 to ${maxValue}`, 'Correct it.');
}

/** Numbers and classes: `429, 5xx`; `none` for no retry. */
function readRetryRule(job: Job): HttpJob['isRetried'] {
	const text = headerOf(job, 'retryOn') ?? usual.retryOn;
	if (text === 'none') return () => false;
	const parts = text.split(',').map((part) => part.trim().toLowerCase());
	if (!parts.every((part) => /^[1-5](?:\d\d|xx)$/.test(part)))
		throw invalidJob(
			job,
			'has a header "retryOn" that is not a list of statuses',
			'Write statuses separated by commas: 429, 5xx; or none.',
		);
	return (status) => parts.some((part) => part === String(status) || (part.endsWith('xx') && part.startsWith(String(status)[0]!)));
}

function readAuthentication(job: Job): HttpAuthentication {
	const kind = choose(job, 'authentication', authentications, headerOf(job, 'credential') === undefined ? 'none' : 'credential');
	switch (kind) {
		case 'none':
			return { kind };
		case 'credential':
			return { kind, credential: need(job, 'credential') };
		case 'basic':
			return { kind, username: need(job, 'username'), password: secretOf(job, 'password') };
		case 'bearer':
			return { kind, token: secretOf(job, 'token') };
		case 'header':
		case 'query':
			return { kind, name: need(job, 'authName'), value: secretOf(job, 'authValue') };
		case 'oauth2': {
			const scope = headerOf(job, 'scope');
			const audience = headerOf(job, 'audience');
			const client = { tokenUrl: need(job, 'tokenUrl'), clientId: need(job, 'clientId'), clientSecret: secretOf(job, 'clientSecret') };
			return { kind, ...client, ...(scope && { scope }), ...(audience && { audience }) };
		}
	}
}

export function need(job: Job, name: string): string {
	const text = headerOf(job, name);
	if (text !== undefined) return text;
	throw invalidJob(job, `does not have the header "${name}", which it needs`, `Give the task a header "${name}".`);
}

/** A secret in the model would leak into files, the engine and its history. */
function secretOf(job: Job, name: string): string {
	const text = need(job, name);
	if (listSecrets(text).length > 0) return text;
	throw invalidJob(
		job,
		`has its ${name} in the model`,
		`Write the name of a secret of the worker, such as \${SHOP_KEY} for ${toolSecretPrefix}SHOP_KEY, or use a stored credential: \`troupe credentials add\`.`,
	);
}
