import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ada, gatherPeople, type RegistryPeople } from '../../../test/support/registry/registry-people';
import { loadKeys } from '../../token/key-ring';
import { toJwk } from '../../keys/create-keys';
import { readToken } from '../../token/read-token';
import { signPayload } from '../../token/sign-token';
import { createKeySigner } from '../../token/signer';
import { AccessTokens } from './access-tokens';

const start = Date.UTC(2026, 10, 20, 12);
const seconds = start / 1000;
let now = start;
let people: RegistryPeople;
let folder: string;
let keysFile: string;
let tokens: AccessTokens;

const write = (...keys: Array<RegistryPeople['keys']['second']>) => writeFileSync(keysFile, JSON.stringify({ keys: keys.map(toJwk) }));
const claims = {
	iss: 'troupe',
	aud: 'troupe-registry',
	sub: ada.subject,
	tenant: 'acme',
	scope: 'registry:read',
	iat: seconds,
	exp: seconds + 3600,
};
const issue = (more: Record<string, unknown> = {}, type = 'at+jwt', { keyId, privateKey } = people.keys.second) =>
	signPayload(type, JSON.stringify({ ...claims, ...more }), createKeySigner(keyId, privateKey));
const denied = { code: 'ACCESS_DENIED', details: expect.objectContaining({ reason: 'invalid' }) as unknown };

beforeAll(async () => (people = await gatherPeople({ nowMs: start })));
beforeEach(() => {
	now = start;
	folder = mkdtempSync(join(tmpdir(), 'troupe-access-'));
	keysFile = join(folder, 'access-keys.json');
	write(people.keys.second, people.keys.secondSnapshot);
	tokens = new AccessTokens({ keysFile, now: () => now });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an access token', () => {
	it('gives the scopes and the tenant that it names, until it is over', async () => {
		const token = await issue({ scope: 'registry:read registry:everything profile' });
		expect(tokens.grantAccess(token)).toEqual({
			issuedAt: seconds,
			caller: { tenant: 'acme', subject: ada.subject },
			scopes: new Set(['registry:read']),
			expiresAt: (seconds + 3600) * 1000,
		});
		now += 3_600_000;
		expect(() => tokens.grantAccess(token)).toThrow(expect.objectContaining(denied) as Error);
	});

	it.each<[string, Record<string, unknown>]>([
		['of another issuer', { iss: 'somebody' }],
		['for documents', { aud: 'troupe' }],
		['for several', { aud: ['troupe-registry', 'other'] }],
		['without an end', { exp: undefined }],
		['that is over', { iat: seconds - 7200, exp: seconds }],
		['of tomorrow', { iat: seconds + 600, exp: seconds + 900 }],
		['that lives too long', { exp: seconds + 91 * 86_400 }],
		['that does not say since when it is good', { iat: undefined }],
		['of a tenant that is not valid', { tenant: 'Acme' }],
		['of a tenant that leads elsewhere', { tenant: '../acme' }],
		['without a subject', { sub: undefined }],
		['of an empty subject', { sub: '' }],
		['of a subject that no database keeps', { sub: 'ada\0' }],
		['of a subject of two lines', { sub: 'ada\nroot' }],
		['of a list of scopes', { scope: ['registry:admin'] }],
	])('%s is refused', async (_what, more) => {
		const token = await issue(more);
		expect(() => tokens.grantAccess(token)).toThrow(expect.objectContaining({ code: 'ACCESS_DENIED' }) as Error);
	});

	it.each(['JWT', 'AT+JWT', 'application/at+jwt', 'troupe-snapshot+jwt', 'troupe-root+jwt'])(
		'of the type %s is refused (typ confusion)',
		async (type) => {
			const token = await issue({}, type);
			expect(() => tokens.grantAccess(token)).toThrow(expect.objectContaining({ details: { reason: 'invalid', rule: 'header' } }) as Error);
		},
	);

	it('is not a signed document, and a signed document is not one, also where one key signs both', async () => {
		const { second } = people.keys;
		const keys = loadKeys({ keys: [toJwk(second)] }, 'the keys');
		const token = Buffer.from(await issue());
		for (const type of ['troupe-manifest+jwt', 'troupe-approval+jwt', 'troupe-snapshot+jwt', 'troupe-root+jwt'] as const)
			expect(() => readToken('It', type, token, keys, now)).toThrow(
				expect.objectContaining({ details: expect.objectContaining({ reason: 'header' }) as unknown }) as Error,
			);
		const approval = people.approval(people.prompt('tone', '1.0.0'), second);
		expect(() => tokens.grantAccess(approval)).toThrow(
			expect.objectContaining({ details: { reason: 'invalid', rule: 'header' } }) as Error,
		);
	});

	it('is over with its key, within 250 ms, also one that was let in before and where the clock was set back', async () => {
		const [token, other] = [await issue(), await issue({}, 'at+jwt', people.keys.secondSnapshot)];
		for (const back of [250, -3_600_000]) {
			write(people.keys.second, people.keys.secondSnapshot);
			now += 250;
			expect(tokens.grantAccess(token).caller.tenant).toBe('acme');
			write(people.keys.secondSnapshot);
			now += back;
			expect(() => tokens.grantAccess(token)).toThrow(expect.objectContaining({ code: 'ACCESS_DENIED' }) as Error);
			if (back > 0) expect(tokens.grantAccess(other).caller.tenant).toBe('acme');
		}
	});

	it('opens nothing while the set of keys cannot be read', async () => {
		const token = await issue();
		tokens.grantAccess(token);
		writeFileSync(keysFile, '{');
		now += 250;
		expect(() => tokens.grantAccess(token)).toThrow(expect.objectContaining({ code: 'REGISTRY_NOT_READY' }) as Error);
	});
});

describe("the service's own text", () => {
	const localToken = 'a-text-of-sixteen';

	it('stands for all scopes of the default tenant where there is no set of keys, and for nothing where there is one', () => {
		expect(new AccessTokens({ localToken }).grantAccess(localToken).caller).toEqual({ tenant: 'default', subject: 'local' });
		expect(() => new AccessTokens({ localToken, keysFile }).grantAccess(localToken)).toThrow(
			expect.objectContaining({ code: 'ACCESS_DENIED' }) as Error,
		);
		expect(() => new AccessTokens({ localToken }).grantAccess(`${localToken}.`)).toThrow(expect.objectContaining(denied) as Error);
		for (const short of ['', 'short'])
			expect(() => new AccessTokens({ localToken: short }).grantAccess(short)).toThrow(
				expect.objectContaining({ code: 'REGISTRY_NOT_READY' }) as Error,
			);
	});
});
