import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { credentialStates, findState } from '../../../core/credentials/credential-health';
import { sealCredential, unsealCredential } from '../../../core/credentials/credential-sealing';
import { credentialNotFound } from '../../../core/credentials/kept-credentials';
import { closed, optional, orNull } from '../../../core/base/shape';
import type { CredentialData, CredentialRecord } from '../../../core/ports/access/credentials';
import { string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, list, text } from '../../../manifests/registry/api/fields';
import { checkCredential } from '../../../providers/compose/credentials/check-credential';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { pageByName } from '../../http/page';
import { readTimeZone, timeZone } from '../conversations/read-day';
import { ofOthers, operation, type OperationHost } from '../operation';

export const tag = 'credentials';
export const scope = 'credential:manage';

const state = Type.Enum([...credentialStates]);
/** The plain-text part. Nothing returns a credential's data. */
const credential = Type.Object({
	name: string,
	type: string,
	provider: orNull(string),
	state,
	problem: orNull(string),
	testUrl: orNull(string),
	expiresAt: orNull(time),
	tokenExpiresAt: orNull(time),
	checkedAt: orNull(time),
	createdAt: time,
	changedAt: time,
	changedBy: string,
});

function describe(record: CredentialRecord) {
	const { name, type, provider, testUrl, createdAt, changedAt, changedBy, tokenEndsAt, endsAt, checkedAt, problem } = record;
	return {
		name,
		type,
		provider,
		state: findState(record, Date.now()),
		problem,
		testUrl,
		expiresAt: toIso(endsAt),
		tokenExpiresAt: toIso(tokenEndsAt),
		checkedAt: toIso(checkedAt),
		createdAt: toIso(createdAt),
		changedAt: toIso(changedAt),
		changedBy,
	};
}
export type DescribedCredential = ReturnType<typeof describe>;

async function findOne(host: OperationHost, name: string) {
	const parts = await openCredentials(host);
	const record = await parts.store.find(host.tenant, name);
	if (!record) throw credentialNotFound(name, host.tenant);
	return { ...parts, record };
}

export const listCredentials = operation({
	summary: 'List the credentials of the tenant, without their contents',
	tag,
	method: 'GET',
	path: 'credentials',
	scope,
	input: { query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object({ items: Type.Array(credential), timeZone, cursor: Type.Optional(string) }),
	async perform({ limit: max = 100, cursor: after }, { host }) {
		const { store } = await openCredentials(host);
		const { items, ...more } = pageByName(await store.list(host.tenant), max, after);
		return { items: items.map(describe), timeZone: await readTimeZone(host), ...more };
	},
});

const params = closed({ name: text(100) });

export const readCredential = operation({
	summary: 'Read what is known of a credential, without its contents',
	tag,
	method: 'GET',
	path: 'credentials/:name',
	scope,
	input: { params },
	output: credential,
	perform: async ({ name }, { host }) => describe((await findOne(host, name)).record),
});

export const testCredential = operation({
	summary: 'Ask the service of a credential whether it accepts it',
	tag,
	method: 'POST',
	path: 'credentials/:name/test',
	scope,
	input: { params },
	refusals: { ...ofOthers, 422: 'Its address may not be called' },
	output: Type.Object({ name: string, result: Type.Enum(['valid', 'invalid', 'untested']), state, problem: orNull(string) }),
	async perform({ name }, { host, signal }) {
		const { store, record } = await findOne(host, name);
		const result = await checkCredential(host, record, signal);
		const checked = (await store.find(host.tenant, name)) ?? record;
		const problem = result.kind === 'invalid' ? result.problem : null;
		return { name, result: result.kind, state: findState(checked, Date.now()), problem };
	},
});

export const setServers = operation({
	summary: 'Set the servers that a credential can be sent to',
	tag,
	method: 'PUT',
	path: 'credentials/:name/servers',
	scope,
	input: { params, body: closed({ servers: list(text(253), 100, 1) }) },
	output: Type.Object({ name: string, servers: texts }),
	async perform({ name, servers }, { host, by }) {
		// A token renewed meanwhile stays: the change repeats on the newer data.
		for (;;) {
			const { store, keys, record } = await findOne(host, name);
			const data = withServers(await unsealCredential(keys, record), servers);
			const change = { ...record, ...(await sealCredential(keys, record, data)), changedAt: Date.now(), changedBy: by };
			if (await store.change(record, change)) return { name, servers };
		}
	},
});

export const removeCredential = operation({
	summary: 'Remove a credential. Revoke it at its service, too',
	tag,
	method: 'DELETE',
	path: 'credentials/:name',
	scope,
	input: { params },
	output: Type.Object({ name: string, removed: Type.Boolean() }),
	async perform({ name }, { host }) {
		const { store } = await findOne(host, name);
		if (!(await store.remove(host.tenant, name))) throw credentialNotFound(name, host.tenant);
		return { name, removed: true };
	},
});

/** Adds allowed servers to the data, in n8n's fields. @throws TroupeError INPUT_INVALID */
export function withServers(data: CredentialData, servers: string[] | undefined): CredentialData {
	if (servers === undefined) return data;
	if (servers.includes('*')) return { ...data, allowedHttpRequestDomains: 'all' };
	const wrong = servers.find((server) => !/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(server));
	if (wrong === undefined) return { ...data, allowedHttpRequestDomains: 'domains', allowedDomains: servers.join(', ') };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(wrong.slice(0, 100))} is not the name of a server.`,
		fix: 'Write names without protocol, port and path: api.example.com, *.example.org.',
	});
}
