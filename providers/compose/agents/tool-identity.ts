/** Tells servers of tools which agent calls, and for whom, by a token that the installation signs. */
import { createHash, randomUUID } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/network/loopback';
import { readToolCall } from '../../../core/base/tool-call-context';
import { defaultTenant } from '../../../core/base/tenant';
import { signToken } from '../../../core/credentials/signing-key';
import { canonicalJson } from '../../../core/json-schema/canonical-json';
import { systemClock } from '../../../core/ports/host';
import type { Acting, ActingAgent } from '../../../core/ports/access/identity';
import type { ToolIdentity } from '../../../core/ports/tools/tool-shapes';
import { guardedFetch } from '../../http/guarded-fetch';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { NodeHost } from '../hosts/node-host';
import type { VaultHost } from '../hosts/state-host';
import type { ToolHost } from '../hosts/tool-host';
import { readPublicUrl } from '../nodes/waiting-links';
import { findIdentityKey } from '../state/host-identity';

export type IdentityHost = VaultHost & Pick<NodeHost, 'environment'> & Pick<ToolHost, 'subjectToken'>;

export interface ToldServer {
	who: string;
	url: string;
	identity: ToolIdentity;
	/** Undefined outside of a run. */
	acting?: Acting;
	/** True if the definition came with the request: its author could choose any name. */
	isInline: boolean;
	/** Collects the tokens sent, which no result may repeat. */
	sent: Set<string>;
}

/** Clocks may differ by a minute. */
const lifeSeconds = 120;
/** Max recent tokens that no result may repeat. */
const maxSent = 100;
const instance = randomUUID();

/** Adds a new token to each request to the server, and to no other origin. @throws TroupeError TOOL_INVALID if there can be no token */
export async function fetchWithIdentity(send: typeof fetch, server: ToldServer, host: IdentityHost): Promise<typeof fetch> {
	const { url, identity, sent } = server;
	const sign = await prepareToken(server, host);
	const { origin } = new URL(url);
	const { header = 'authorization' } = identity;
	return async (input, init = {}) => {
		const address = new URL(input instanceof Request ? input.url : input);
		if (address.origin !== origin) return send(input, init);
		const token = await sign(nowSeconds(host));
		if (sent.size >= maxSent) sent.clear();
		sent.add(token);
		const headers = new Headers(init.headers);
		headers.set(header, /^authorization$/i.test(header) ? `Bearer ${token}` : token);
		return send(input, { ...init, headers });
	};
}

const nowSeconds = ({ clock = systemClock }: IdentityHost): number => Math.floor(clock.now() / 1000);

async function prepareToken(
	{ who, url, identity, acting, isInline }: ToldServer,
	host: IdentityHost,
): Promise<(now: number) => Promise<string>> {
	if (isInline)
		throw invalid(
			`${who} has an identity, which a definition that comes with a request does not get.`,
			'Store the definition with the operator’s agents.',
		);
	if (!isSafeUrl(url)) throw invalid(`${who} would get a token over a connection that is not encrypted.`, 'Use https:// in its "url".');
	const issuer = readPublicUrl(host.environment);
	if (issuer === undefined)
		throw invalid(
			`${who} has an identity, but the installation has no public address, under which a server finds the keys.`,
			'Set TROUPE_PUBLIC_URL to the address of `troupe serve`, such as https://troupe.example.com.',
		);
	if (!acting || host.stateFolder === undefined)
		throw invalid(`${who} has an identity, but there is no run, or nothing is stored here.`, 'Run the agent.');
	const person = identity.person && (await namePerson(who, identity.person, acting, host));
	const signFor = async (audience: string, now: number, call?: object): Promise<string> =>
		signToken(
			toClaims({ issuer, audience, acting, tenant: host.tenant ?? defaultTenant, person, now, call }),
			(await findIdentityKey(host))!,
		);
	if (!identity.exchange) return (now) => signFor(identity.audience, now, describeCall());
	const { subjectToken, environment } = host;
	if (!subjectToken)
		throw new TroupeError({
			code: 'TOOL_INVALID',
			message: `${who} gets a token of the issuer for the person who asks, but they did not ask with one.`,
			fix: 'Ask over MCP or A2A with a token of the issuer of the service.',
			forCaller: true,
		});
	const { exchangeTokens } = await import('./exchange-token');
	// The operator chose the token server.
	const send = guardedFetch({ allowPrivateNetworks: true, trustsNames: true });
	return exchangeTokens({ who, audience: identity.audience, subjectToken, signActor: signFor, send, environment });
}

/** RFC 8693, 4.1: `sub` is the person, `act` the agent, nested with its callers. */
function toClaims({ issuer, audience, acting, tenant, person, now, call }: TokenFacts): object {
	const { agent, callers, runId, host } = acting;
	const name = ({ id }: ActingAgent) => nameAgent(issuer, tenant, id);
	const nest = (act: object | undefined, one: ActingAgent) => ({ sub: name(one), ...(act && { act }) });
	const whose =
		person === undefined
			? { sub: name(agent) }
			: { sub: person, act: [agent, ...callers].reduceRight<object | undefined>(nest, undefined) };
	const called = callers.length > 0 && { callers: callers.map(name) };
	return {
		iss: issuer,
		aud: audience,
		iat: now,
		exp: now + lifeSeconds,
		jti: randomUUID(),
		...whose,
		troupe: { tenant, agent: agent.id, version: agent.version, sha256: agent.sha256, run: runId, host, instance, ...called, call },
	};
}

interface TokenFacts {
	issuer: string;
	audience: string;
	acting: Acting;
	tenant: string;
	person?: string;
	now: number;
	call?: object;
}

/** Binds a request to one step of the run: a receiver with the arguments can prove that exactly these were sent. */
function describeCall(): object | undefined {
	const made = readToolCall();
	const sha256 = made && createHash('sha256').update(canonicalJson(made.arguments)).digest('hex');
	return made && { id: made.id, tool: made.tool, argumentsSha256: sha256 };
}

/** A SPIFFE ID: its path has letters, digits, `.`, `-` and `_` only. */
function nameAgent(issuer: string, tenant: string, id: string): string {
	const place = /^[\w.-]{1,100}$/.test(tenant) ? tenant : `x-${createHash('sha256').update(tenant).digest('hex')}`;
	return `spiffe://${new URL(issuer).hostname}/tenant/${place}/agent/${id}`;
}

/** @throws TroupeError TOOL_INVALID if nobody is known: a token must not say less than the definition demands */
async function namePerson(who: string, how: 'subject' | 'pseudonym', { asker }: Acting, host: IdentityHost): Promise<string> {
	const name = asker === 'operator' ? undefined : asker.find((one) => one.startsWith('person:'))?.slice('person:'.length);
	if (name === undefined)
		throw invalid(
			`${who} is told the person who asks, but nobody is known here.`,
			'Ask with a token of the issuer or an API key, set the person (docs/knowledge/readers.md#who-asks), or remove identity.person.',
		);
	if (how === 'subject') return name;
	return (await openVaultKeys(host, host.stateFolder!)).pseudonym('subject', host.tenant ?? defaultTenant, name);
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'TOOL_INVALID', message, fix });
