import { tenantPattern } from '../../manifests/documents/documents';
import { denied, type Access } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { isSameText } from './access';
import type { AddressList } from './address-list';
import { checkAddress, operator } from './operator';
import { keyPrefix } from './keys/api-keys';
import type { KeyAccess } from './keys/key-access';
import type { TakenProofs } from '../../providers/state/taken-proofs';
import type { CodeLogin } from './oidc/code-login';
import type { OidcAccess } from './oidc/oidc-access';
import { allScopes } from './scopes';

interface ServiceAccessParts {
	/** The token of the service: all scopes. */
	token: string;
	/** Addresses from which it is accepted. Default: any. */
	tokenFrom?: AddressList;
	/** The tenant whose metrics and state these are, and `<default>` of the engine. */
	tenant: string;
	keys: KeyAccess;
	/** Undefined without an issuer. */
	oidc?: OidcAccess;
	/** Where people sign in to the console. */
	login?: CodeLogin;
	/** Those of tokens that are bound to a key. */
	proofs: Pick<TakenProofs, 'take'>;
	/** Refuses API keys and tokens that are bound to no key. */
	onlyBound?: boolean;
}

/** Determines who a caller is: by the token of the service, an API key, or a token of an issuer. */
export class ServiceAccess {
	readonly tenant: string;

	constructor(private readonly parts: ServiceAccessParts) {
		this.tenant = parts.tenant;
	}

	/** The OpenID Connect issuer whose tokens are accepted. */
	get issuer(): string | undefined {
		return this.parts.oidc?.issuer;
	}

	/** Where people sign in to the console; undefined where a browser, which proves no key, could use no token of the issuer. */
	get login(): CodeLogin | undefined {
		return this.needsProofs ? undefined : this.parts.login;
	}

	/** Whether it accepts only tokens that are bound to a key, and its own. */
	get needsProofs(): boolean {
		return this.parts.onlyBound === true;
	}

	/** @param token undefined without one @throws TroupeError ACCESS_DENIED, ISSUER_UNREACHABLE, STORAGE_… */
	async grantAccess(token: string | undefined, address: string): Promise<Grant> {
		if (token === undefined || token === '') throw denied('missing', 'The request has no token.', howToSend);
		const other = await this.#grantOther(token, address);
		if (other)
			return {
				...other,
				...(this.parts.oidc?.isIssuerOf(token) && { subjectToken: () => token }),
				renew: () => this.grantAccess(token, address),
			};
		if (!isSameText(token, this.parts.token)) throw denied('invalid', 'The token is not one of this service.', howToSend);
		checkAddress({ from: this.parts.tokenFrom }, address);
		return {
			caller: { tenant: this.tenant, subject: operator },
			asker: [`person:${operator}`],
			scopes: new Set(allScopes),
			expiresAt: Infinity,
		};
	}

	/** Takes the proof of a token once, in all processes of the installation. @returns false if it was taken before */
	takeProof(proof: { tenant: string; id: string; endsAt: number }, now: number): Promise<boolean> {
		return this.parts.proofs.take(proof, now);
	}

	/** Adds API keys and tokens of the issuer to the access of the registry, whose own access tokens `own` verifies. */
	extendRegistry(own: Access): Access {
		return {
			grantAccess: async (token, address = '') => {
				const grant = await this.#grantOther(token, address);
				if (grant && !tenantPattern.test(grant.caller.tenant)) throw withoutRegistry(grant.caller.tenant);
				if (grant?.boundTo !== undefined) throw boundToken();
				return grant ?? own.grantAccess(token, address);
			},
		};
	}

	async #grantOther(token: string, address: string): Promise<Grant | undefined> {
		const { keys, oidc, onlyBound } = this.parts;
		if (token.startsWith(keyPrefix)) {
			if (onlyBound) throw notBound('An API key');
			return keys.grantAccess(token, address);
		}
		const grant = oidc?.isIssuerOf(token) ? await oidc.grantAccess(token) : undefined;
		if (grant && onlyBound && grant.boundTo === undefined) throw notBound('This token');
		return grant;
	}
}

/** The names of its tenants are part of addresses and of signed documents. */
const withoutRegistry = (tenant: string) =>
	denied(
		'tenant',
		`The tenant ${JSON.stringify(tenant)} cannot have a registry.`,
		'Use a tenant of lower-case letters, digits and hyphens.',
	);

const notBound = (what: string) =>
	denied(
		'invalid',
		`${what} is not bound to a key. This service accepts only bound tokens (TROUPE_BOUND_TOKENS).`,
		'Send a token of the issuer that names your key (cnf.jkt), with the scheme DPoP and a proof, as RFC 9449 describes.',
		{ dpop: true },
	);

const boundToken = () =>
	denied(
		'invalid',
		'The registry checks no proofs: a token that is bound to a key is not accepted.',
		'Use an access token of the registry, or an API key.',
	);

const howToSend =
	'Send an API key (`troupe key create`) or the token of the service as a bearer token or as the password of basic authentication. The token is TROUPE_API_TOKEN, otherwise the content of api-token in the TROUPE_HOME of the service.';
