import { type OidcIssuer, startOidcIssuer } from '../../../sandbox/fakes/oidc-issuer';
import { describeLogin, isIdToken } from './describe-login';

let issuer: OidcIssuer;
beforeAll(async () => void (issuer = await startOidcIssuer()));
afterAll(() => issuer.close());

const view = 'a'.repeat(64);
const event = { kind: 'decided', runId: 'r', number: 1, at: 0, callId: 'p', approved: true, viewSha256: view } as const;
const settings = () => ({ TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe' });
const describe = async (claims: object = {}, changes: object = {}, environment: Record<string, string> = settings()) =>
	(
		await describeLogin(
			{ ...event, statement: await issuer.sign({ nonce: `troupe-approval:${view}`, auth_time: 1_790_000_000, ...claims }), ...changes },
			environment,
		)
	).text;

test('a login for the view that was approved says whose it was, also after the token has expired', async () => {
	const iat = 1_790_000_100;
	expect(await describe({ iat, exp: iat + 60 })).toBe(
		`signed by ${issuer.issuer} for 0b2f1c1e-ada, who logged in at ${new Date(1_790_000_000_000).toISOString()}`,
	);
	expect(isIdToken(await issuer.sign({ nonce: `troupe-approval:${view}` }))).toBe(true);
	expect([isIdToken(await issuer.sign()), isIdToken('x.y'), isIdToken('')]).toEqual([false, false, false]);
});

test.each<[what: string, claims: object, changes: object]>([
	['another view', { nonce: `troupe-approval:${'b'.repeat(64)}` }, {}],
	['another client', { aud: 'crm' }, {}],
	['the opposite', {}, { approved: false }],
	['a token that was changed', {}, { statement: 'eyJhbGciOiJSUzI1NiJ9.eyJub25jZSI6InRyb3VwZS1hcHByb3ZhbDp4IiwiaXNzIjoieCJ9.AAAA' }],
])('a login does not count for %s', async (_what, claims, changes) => {
	expect(await describe(claims, changes)).toMatch(/^SIGNATURE (IN|UNKNOWN: it is of x)/);
});

test('without the issuer in the settings, the record says what is missing', async () => {
	expect(await describe({}, {}, {})).toMatch(/^SIGNATURE UNKNOWN: .*TROUPE_OIDC_ISSUER/);
});
