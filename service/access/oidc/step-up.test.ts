import { needsLogin } from '../../../manifests/registry/access/access';
import { formatChallenge } from '../../../manifests/registry/http/access';
import { collectScopes, roles } from '../scopes';
import { readOidcSettings } from './oidc-settings';
import { holdBack } from './step-up';

const clock = { nowSeconds: 10_000, toleranceSeconds: 60 };
const owner = collectScopes(['owner', 'process:tenants']);

test('without a demand, nothing is held back', () => {
	expect(holdBack(owner, {}, {}, clock)).toEqual({ scopes: owner });
});

test('an old login keeps the everyday work of an editor, without what changes what runs, and gets the rest back after another one', () => {
	const everyday = roles.editor.filter((scope) => !['process:deploy', 'registry:publish'].includes(scope));
	const { scopes, stepUp } = holdBack(owner, { auth_time: 5_000 }, { maxAge: 900 }, clock);
	expect([...scopes].sort()).toEqual([...everyday].sort());
	expect(holdBack(collectScopes(['editor']), {}, { maxAge: 900 }, clock).stepUp?.scopes).toEqual(
		new Set(['process:deploy', 'registry:publish']),
	);
	expect(stepUp).toMatchObject({ maxAge: 900 });
	expect([...scopes, ...stepUp!.scopes].sort()).toEqual([...owner].sort());
	expect(holdBack(owner, { auth_time: 9_050 }, { maxAge: 900 }, clock)).toEqual({ scopes: owner });
	expect(holdBack(collectScopes(['viewer']), {}, { maxAge: 900 }, clock).stepUp).toBeUndefined();
});

test('the registry asks for the login too, and only where one would help', () => {
	const grant = holdBack(owner, {}, { maxAge: 900, acrValues: ['gold'] }, clock);
	const error = needsLogin(grant, 'registry:approve')!;
	expect(error).toMatchObject({
		code: 'ACCESS_DENIED',
		message: expect.stringMatching(/at most 900 s old .* of the class gold/) as string,
	});
	expect(formatChallenge(error.details, 'registry:approve')).toMatch(
		/^Bearer realm="troupe", error="insufficient_user_authentication", .*max_age="900", acr_values="gold"$/,
	);
	expect([needsLogin(grant, 'registry:read'), needsLogin(null, 'registry:approve'), needsLogin({}, 'x')]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});

test.each([
	[{ TROUPE_OIDC_MAX_AGE: '900' }, /TROUPE_OIDC_MAX_AGE is "900"/],
	[{ TROUPE_OIDC_MAX_AGE: '0' }, /TROUPE_OIDC_MAX_AGE is "0"/],
	[{ TROUPE_OIDC_ACR_VALUES: 'gold, "x' }, /TROUPE_OIDC_ACR_VALUES contains/],
])('refuses the settings %j', (environment, message) => {
	const issuer = { TROUPE_OIDC_ISSUER: 'https://id.example.com', TROUPE_OIDC_AUDIENCE: 'troupe' };
	expect(() => readOidcSettings({ ...issuer, ...environment })).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(message) as string }),
	);
});
