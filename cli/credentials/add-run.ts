import { TroupeError } from '../../core/base/errors';
import { sealCredential } from '../../core/credentials/credential-sealing';
import type { CredentialRecord } from '../../core/ports/access/credentials';
import { findEnds, hasClientCredentials, isOauth, readTokens } from '../../core/ports/access/oauth-tokens';
import { type CredentialHost, openCredentials } from '../../providers/compose/credentials/credentials';
import { accessOf, serversOf } from '../../providers/credentials/known-types';
import { findProvider, withEndpoints } from '../../providers/credentials/oauth/oauth-endpoints';
import { withServers } from '../../service/operations/credentials';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { readUserName } from '../../core/base/user-name';
import { findChannelFields } from './asked-fields';
import { checkData, checkName, readCredentialData, type TypedData } from './credential-data';

export interface AddOptions {
	type?: string;
	file?: string;
	servers?: string[];
	/** Milliseconds since the epoch. */
	expires?: number;
	testUrl?: string;
	replace?: boolean;
	json?: boolean;
}

/** Stores a credential. @throws TroupeError INPUT_INVALID, STATE_CONFLICT */
export async function runCredentialsAdd(name: string, options: AddOptions, terminal: Terminal): Promise<ExitCode> {
	checkName(name);
	const host = openPrivateState(terminal);
	const { type, data: fields } = await readCredentialData(name, options, terminal);
	const provider = findProvider(type);
	const data = withServers(withEndpoints(fields, provider), options.servers);
	checkData({ type, data });
	const isToLogIn = isOauth(type, data) && !hasClientCredentials(data) && readTokens(data) === undefined;
	// A credential that no request can carry is noticed now.
	if (/^http[A-Z]/.test(type)) accessOf({ name, type, data });
	const terms = { provider, testUrl: options.testUrl ?? null, endsAt: options.expires };
	if (!(await storeCredential(host, name, { type, data }, terms, options.replace ?? false))) throw alreadyThere(name);
	if (options.json) terminal.print(JSON.stringify({ name, type, tenant: host.tenant }));
	terminal.note(`Stored the credential ${name} of type ${type} for the tenant ${host.tenant}.`);
	if (isToLogIn) terminal.note(`Nobody has logged in with it yet: troupe credentials login ${name}`);
	else if (serversOf({ type, data }) === undefined && findChannelFields(type) === undefined)
		terminal.note(
			`troupe:http does not send it yet. Say to which servers it can be sent: troupe credentials servers ${name} api.example.com`,
		);
	return 0;
}

type Terms = Pick<CredentialRecord, 'provider' | 'testUrl'> & { endsAt?: number | null };

/** Encrypts and stores a credential. Returns false if there is one of its name and it is not to be replaced. */
export async function storeCredential(
	host: CredentialHost & { tenant: string },
	name: string,
	{ type, data }: TypedData,
	{ provider, testUrl, endsAt }: Terms,
	replaces: boolean,
): Promise<boolean> {
	const { store, keys } = await openCredentials(host);
	const now = Date.now();
	const identity = { tenant: host.tenant, name, type };
	const ends = findEnds(type, data, provider, now);
	return store.put(
		{
			...{ ...identity, provider, testUrl, revision: 0, createdAt: now, changedAt: now, changedBy: `user:${readUserName()}` },
			...{ ...ends, endsAt: endsAt ?? ends.endsAt, checkedAt: null, problem: null },
			...(await sealCredential(keys, identity, data)),
		},
		replaces,
	);
}

const alreadyThere = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The credential ${name} already exists.`,
		fix: 'Use another name, or replace it with --replace.',
	});
