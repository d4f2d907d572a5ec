import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSignedPackage, type SignedPackage } from '../../../test/support/signed-package';
import { forgetMarks, HighWater } from '../high-water';
import type { TrustRules } from '../trust-rules';

let real: SignedPackage;
let development: SignedPackage;
let home: string;
let pinned: string;
beforeAll(async () => ([real, development] = await Promise.all([createSignedPackage(), createSignedPackage(true)])));
afterAll(() => [real, development].forEach((one) => one.remove()));
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-root-'));
	pinned = join(home, 'trust');
	mkdirSync(pinned);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const pin = () => cpSync(join(real.trust, 'root.jwt'), join(pinned, 'root.jwt'));
const verify = (signed: SignedPackage, rules: TrustRules = {}, more = {}) =>
	signed.verify({ pinnedTrust: pinned, trustRules: { highWater: new HighWater(home), ...rules }, ...more });
const rejection = (promise: Promise<unknown>) =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('a pinned trust folder that was emptied', () => {
	it('is an error where a pinned root was accepted before, until a person resets the marks', async () => {
		pin();
		expect((await verify(real)).reference.root).toBe('pinned');
		rmSync(join(pinned, 'root.jwt'));
		for (const signed of [real, development])
			expect(await rejection(verify(signed))).toMatchObject({
				code: 'TRUST_ROOT_MISSING',
				message: expect.stringContaining('this machine accepted a pinned root before') as string,
			});
		forgetMarks(home);
		expect((await verify(real)).reference.root).toBe('bundled');
	});

	it('is an error where an earlier version of Troupe noted the pinned root', async () => {
		new HighWater(home).advance(`pinned default ${pinned}`, { root: { version: 1, sha256: 'a' } }, real.nowMs);
		expect(await rejection(verify(real))).toMatchObject({ code: 'TRUST_ROOT_MISSING' });
	});

	it('is an error where the folder was set by name, though the machine accepted nothing yet', async () => {
		expect(readdirSync(pinned)).toEqual([]);
		const error = await rejection(verify(real, {}, { trustNamed: true }));
		expect(error).toMatchObject({ code: 'TRUST_ROOT_MISSING', message: expect.stringContaining('the folder was set by name') as string });
	});

	it('is nothing special where no root was ever pinned', async () => {
		expect((await verify(development)).reference).toMatchObject({ root: 'bundled', development: true });
		expect(readdirSync(home)).toEqual(['trust']);
	});
});

describe('a development root', () => {
	it('does not count where a real root was accepted, wherever each comes from', async () => {
		expect((await verify(real)).reference).toMatchObject({ root: 'bundled', development: false });
		const error = await rejection(verify(development));
		expect(error).toMatchObject({ code: 'TRUST_ROOT_REFUSED', details: { reason: 'development' } });
		cpSync(join(development.trust, 'root.jwt'), join(pinned, 'root.jwt'));
		expect(await rejection(verify(development))).toMatchObject({ code: 'TRUST_ROOT_REFUSED' });
		forgetMarks(home);
		expect((await verify(development)).reference).toMatchObject({ root: 'pinned', development: true });
	});

	it('does not count where TROUPE_REQUIRE_ROOT demands a real one', async () => {
		for (const requireRoot of ['real', 'pinned'] as const) {
			cpSync(join(development.trust, 'root.jwt'), join(pinned, 'root.jwt'));
			expect(await rejection(verify(development, { requireRoot }))).toMatchObject({
				code: 'TRUST_ROOT_REFUSED',
				message: expect.stringContaining(`TROUPE_REQUIRE_ROOT is ${requireRoot}`) as string,
			});
		}
	});
});

describe('TROUPE_REQUIRE_ROOT', () => {
	it('real takes the root of a released package, pinned only one of the trust folder', async () => {
		expect((await verify(real, { requireRoot: 'real' })).reference.root).toBe('bundled');
		forgetMarks(home);
		expect(await rejection(verify(real, { requireRoot: 'pinned' }))).toMatchObject({ code: 'TRUST_ROOT_MISSING' });
		pin();
		expect((await verify(real, { requireRoot: 'pinned' })).reference.root).toBe('pinned');
	});
});
