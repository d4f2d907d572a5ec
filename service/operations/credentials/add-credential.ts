import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { anyObject, closed, optional } from '../../../core/base/shape';
import { sealCredential } from '../../../core/credentials/credential-sealing';
import { withForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import { findEnds } from '../../../core/ports/access/oauth-tokens';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { string } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { accessOf } from '../../../providers/credentials/known-types';
import { findProvider, withEndpoints } from '../../../providers/credentials/oauth/oauth-endpoints';
import { checkCredentialFields } from './check-credential-fields';
import { scope, tag, withServers } from './credentials';
import { operation, type OperationContext, type OperationHost } from '../operation';

const typeForm = /^[a-zA-Z]\w{0,99}$/;
const nameForm = /^[\p{L}\p{N}_.:/ -]{1,100}$/u;
const maxTime = Date.parse('9999-12-31');

const given = closed({
	name: text(100),
	type: Type.String({ description: 'n8n’s name of the type: httpHeaderAuth, slackApi, …', pattern: typeForm.source }),
	data: { ...anyObject(), description: 'The fields of the type, as n8n names them.' },
	...optional({
		provider: Type.Enum(['google', 'meta'], { description: 'Of tokens that are renewed in its own way. Default: by the type.' }),
		servers: list(text(253), 100, 1),
		testUrl: Type.String({ description: 'An address that answers 2xx to a valid credential.', maxLength: 2_000 }),
		endsAt: Type.Integer({ description: 'When it expires, in milliseconds since 1970.', minimum: 0, maximum: maxTime }),
		replace: Type.Boolean({ description: 'Replaces the credential of this name.' }),
	}),
});

export const addCredential = operation({
	summary: 'Store a credential, which no answer returns',
	tag,
	method: 'POST',
	path: 'credentials',
	scope,
	input: { body: given },
	output: Type.Object({ name: string, type: string, tenant: string }),
	/** @throws TroupeError INPUT_INVALID, STATE_CONFLICT */
	async perform(
		{ name, type, data: fields, provider: named, servers, testUrl = null, endsAt, replace = false },
		{ host, by }: OperationContext<OperationHost & { grant?: Grant }>,
	) {
		checkName(name);
		const provider = named ?? findProvider(type);
		const complete = withServers(withEndpoints(fields, provider), servers);
		checkCredentialFields(type, complete);
		checkTestUrl(testUrl);
		if (/^http[A-Z]/.test(type)) accessOf({ name, type, data: complete });
		const data = host.grant === undefined ? complete : withForeignAddresses(complete);
		const { store, keys } = await openCredentials(host);
		const now = Date.now();
		const identity = { tenant: host.tenant, name, type };
		const ends = findEnds(type, data, provider, now);
		const record = {
			...identity,
			provider,
			testUrl,
			revision: 0,
			createdAt: now,
			changedAt: now,
			changedBy: by,
			...ends,
			endsAt: endsAt ?? ends.endsAt,
			checkedAt: null,
			problem: null,
			...(await sealCredential(keys, identity, data)),
		};
		if (!(await store.put(record, replace))) throw alreadyThere(name);
		return { name, type, tenant: host.tenant };
	},
});

/** @throws TroupeError INPUT_INVALID */
export function checkName(name: string): void {
	if (nameForm.test(name) && name.trim() === name) return;
	throw invalid(
		`A credential cannot be named ${JSON.stringify(name.slice(0, 100))}.`,
		'Use at most 100 letters, digits, spaces and _ . : / -, such as slack-support.',
	);
}

/** @throws TroupeError INPUT_INVALID */
export function checkType(type: unknown): string {
	if (typeof type === 'string' && typeForm.test(type)) return type;
	throw invalid(
		type === undefined ? 'The type of the credential is missing.' : 'The type of the credential is not a name of n8n.',
		'Name it with --type: httpHeaderAuth, httpBearerAuth, slackApi, gmailOAuth2, …',
	);
}

function checkTestUrl(testUrl: string | null): void {
	if (testUrl === null || /^https?:$/.test(URL.parse(testUrl)?.protocol ?? '')) return;
	throw invalid('The test address is not one of http or https.', 'Write it as https://api.example.com/me.');
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

const alreadyThere = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The credential ${name} already exists.`,
		fix: 'Use another name, or replace it with --replace.',
	});
