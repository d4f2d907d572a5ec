import type { JWTPayload } from 'jose';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { type AnyScope, roles, widen } from '../scopes';
import type { OidcSettings } from './oidc-settings';

/** An editor's work that changes what runs for everybody. */
const publishing: readonly AnyScope[] = ['process:deploy', 'registry:publish'];
const everyday = new Set<string>(roles.editor.filter((scope) => !publishing.includes(scope)));

/** Withholds deployments and publishing until the login is as fresh and strong as the operator demands. */
export function holdBack(
	granted: ReadonlySet<string>,
	{ auth_time: authTime, acr }: JWTPayload,
	{ maxAge, acrValues }: Pick<OidcSettings, 'maxAge' | 'acrValues'>,
	{ nowSeconds, toleranceSeconds }: { nowSeconds: number; toleranceSeconds: number },
): Pick<Grant, 'scopes' | 'stepUp'> {
	const age = typeof authTime === 'number' ? nowSeconds - authTime : Infinity;
	const isFresh = maxAge === undefined || (age <= maxAge + toleranceSeconds && age >= -toleranceSeconds);
	const isStrong = acrValues === undefined || acrValues.some((value) => value === acr);
	if (isFresh && isStrong) return { scopes: granted };
	const held = [...granted].filter((scope) => !everyday.has(widen(scope)));
	if (held.length === 0) return { scopes: granted };
	return {
		scopes: new Set([...granted].filter((scope) => everyday.has(widen(scope)))),
		stepUp: { scopes: new Set(held), ...(maxAge !== undefined && { maxAge }), ...(acrValues && { acrValues }) },
	};
}
