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
	token: string;
	/** Default: any. */
	tokenFrom?: AddressList;
	/** The tenant of these metrics and state, `<default>` in the engine. */
	tenant: string;
	keys: KeyAccess;
	/** Undefined without an issuer. */
	oidc?: OidcAccess;
	login?: CodeLogin;
	proofs: Pick<TakenProofs, 'take'>;
	/** Refuses API keys and unbound tokens. */
	onlyBound?: boolean;
}

/** Identifies callers by the service's token, an API key, or an issuer's token. */
export class ServiceAccess {
	readonly tenant: string;

	constructor(private readonly parts: ServiceAccessParts) {
		this.tenant = parts.tenant;
	}

	get issuer(): string | undefined {
		return this.parts.oidc?.issuer;
	}

	/** Undefined where only key-bound tokens count: a browser proves no key. */
	get login(): CodeLogin | undefined {
		return this.needsProofs ? undefined : this.parts.login;
	}

	get needsProofs(): boolean {
		return this.parts.onlyBound === true;
	}

	/** @throws TroupeError ACCESS_DENIED, ISSUER_UNREACHABLE, STORAGE_… */
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

	/** Takes a proof once in all processes of the installation. @returns false if already taken */
	takeProof(proof: { tenant: string; id: string; endsAt: number }, now: number): Promise<boolean> {
		return this.parts.proofs.take(proof, now);
	}

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

/** The registry's tenant names are part of addresses and signed documents. */
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
