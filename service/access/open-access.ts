import { readAddressList } from './address-list';
import { TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting, settingIs } from '../../core/base/settings/settings';
import { readTenant } from '../../core/base/tenant';
import { composeApiKeyStore, composeTakenProofs } from '../../providers/compose/state/api-keys';
import { faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { ApiKeys } from './keys/api-keys';
import { readKeyLifetimes } from './keys/key-lifetimes';
import { KeyAccess } from './keys/key-access';
import { CodeLogin } from './oidc/code-login';
import { OidcAccess } from './oidc/oidc-access';
import { readOidcSettings } from './oidc/oidc-settings';
import { ServiceAccess } from './service-access';

interface AccessOptions {
	home: string;
	environment: Environment;
	/** Default: TROUPE_TENANT. */
	tenant?: string;
	token: string;
	log: Log;
}

interface OpenedAccess {
	access: ServiceAccess;
	keys: ApiKeys;
	close(): Promise<void>;
}

/** Opens access by service token, API keys, and a configured OpenID Connect issuer's tokens. @throws TroupeError INPUT_INVALID */
export async function openAccess({
	home,
	environment,
	tenant = readTenant(environment),
	token,
	log,
}: AccessOptions): Promise<OpenedAccess> {
	const settings = readOidcSettings(environment);
	const tokenFrom = readAddressList(readSetting('TROUPE_API_TOKEN_FROM', environment), 'TROUPE_API_TOKEN_FROM');
	const place = { stateFolder: home, database: readSetting('TROUPE_DATABASE_URL', environment) ?? '' };
	const store = composeApiKeyStore(place);
	const proofs = composeTakenProofs(place);
	const reportFault = faultLog(log, 'the use of an API key was not noted');
	const operated = { token, ...(tokenFrom && { from: tokenFrom }) };
	const keys = new KeyAccess({ store, operated, reportFault: (error) => reportFault(error, {}) });
	const issuer = settings && new (await import('./oidc/issuer-keys')).IssuerKeys(settings.issuer);
	const oidc = settings && issuer && new OidcAccess({ settings, tenant, keys: issuer });
	return {
		access: new ServiceAccess({
			token,
			...(tokenFrom && { tokenFrom }),
			tenant,
			keys,
			oidc,
			login: settings?.console && issuer && new CodeLogin({ settings, client: settings.console, keys: issuer }),
			proofs,
			onlyBound: readOnlyBound(environment),
		}),
		keys: new ApiKeys(store, Date.now, readKeyLifetimes(environment), token),
		close: async () => void (await Promise.all([store.close(), proofs.close()])),
	};
}

/** True if only key-bound tokens are accepted. @throws TroupeError INPUT_INVALID */
function readOnlyBound(environment: Environment): boolean {
	if (!settingIs('TROUPE_BOUND_TOKENS', 'required', environment)) return false;
	if (readSetting('TROUPE_OIDC_ISSUER', environment) !== undefined) return true;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'TROUPE_BOUND_TOKENS requires tokens that are bound to a key, but no issuer binds any.',
		fix: 'Set TROUPE_OIDC_ISSUER too, or leave TROUPE_BOUND_TOKENS out.',
	});
}
