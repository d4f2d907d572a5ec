import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTestRegistry, type FoundedTestRegistry } from '../support/registry/created-registry';
import { runAddPerson, runListPeople, runRemovePerson } from '../../cli/manifest/people/people-run';
import { publishRootAction, readCurrentRoot } from '../../cli/manifest/keys/publish-root';
import { signRootAction } from '../../cli/manifest/keys/keys-run';
import { tokenListAction, tokenRevokeAction } from '../../cli/manifest/keys/token-run';
import { openRegistry } from '../../cli/manifest/shared/open-registry';
import { testTerminal } from '../support/test-terminal';

let folder: string;
let site: FoundedTestRegistry;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-people-'));
	site = await buildTestRegistry(join(folder, 'site'), { machines: ['n8n-1', 'n8n-2'], graceSeconds: 7_200 });
});
afterAll(async () => {
	await site.close();
	rmSync(folder, { recursive: true });
});

const at = (...parts: string[]) => join(folder, 'site', ...parts);
const as = (place: string) => ({ as: at(place) });
const rootKeys = () => [at('root', '1')];
const policyAs = async (place: string) => {
	const { api, caller } = await openRegistry(as(place), testTerminal());
	return api.policy(caller);
};
const refusedAs = (place: string) => expect(policyAs(place)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
const add = { role: 'approver', hours: 24 } as const;

it('a new site has a token for each machine, and the grace that was chosen', async () => {
	expect(await policyAs('machines/n8n-1')).toEqual({ graceSeconds: 7_200 });
	expect(await policyAs('machines/n8n-2')).toEqual({ graceSeconds: 7_200 });
	expect(existsSync(at('machines/n8n-1/trust/root.jwt'))).toBe(true);
});

it('a stolen machine token is revoked by its file, and the other machine goes on', async () => {
	await policyAs('machines/n8n-1');
	const terminal = testTerminal();
	expect(await tokenRevokeAction(at('machines/n8n-1/token'), { ...as('admin'), reason: 'stolen', yes: true }, terminal)).toBe(0);
	await site.untilForgotten();
	await refusedAs('machines/n8n-1');
	await policyAs('machines/n8n-2');
	const listed = testTerminal();
	await tokenListAction({ ...as('admin'), json: true }, listed);
	expect(JSON.parse(listed.printed[0]!)).toContainEqual(
		expect.objectContaining({ subject: 'n8n-1', reason: 'stolen', revokedBy: 'admin' }),
	);
	await expect(tokenRevokeAction(undefined, as('admin'), testTerminal())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	// The machine comes back with another token.
	rmSync(at('machines/n8n-1'), { recursive: true });
	expect(await runAddPerson('n8n-1', { ...as('admin'), role: 'machine', hours: 24 }, testTerminal())).toBe(0);
	expect(await policyAs('machines/n8n-1')).toEqual({ graceSeconds: 7_200 });
});

it('the only approver cannot leave, and the fix names options of this command', async () => {
	await expect(runRemovePerson('grace@example.com', { ...as('admin'), yes: true }, testTerminal())).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		fix: expect.stringMatching(/^(?!.*--(?:revoke|threshold)).*people add.*--approvals/) as string,
	});
});

it('an approver joins with one command: folder, key, token, edition of the root', async () => {
	const terminal = testTerminal();
	expect(await runAddPerson('eve@example.com', { ...as('admin'), ...add, rootKeys: rootKeys() }, terminal)).toBe(0);
	expect(statSync(at('people/eve@example.com')).mode & 0o777).toBe(0o700);
	expect(statSync(at('people/eve@example.com/token')).mode & 0o777).toBe(0o600);
	await policyAs('people/eve@example.com');
	const people = testTerminal();
	await runListPeople({ ...as('admin'), json: true }, people);
	expect(JSON.parse(people.printed[0]!)).toEqual(
		expect.arrayContaining([expect.objectContaining({ name: 'eve@example.com', role: 'approver', tokens: [expect.anything()] })]),
	);
	await expect(runAddPerson('eve@example.com', { ...as('admin'), ...add }, testTerminal())).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
	await expect(runAddPerson('max', { ...as('machines/n8n-2'), ...add }, testTerminal())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('an approver leaves: the tokens end at once, also where root keys are missing, and the key with the edition', async () => {
	const out = join(folder, 'next.jwt');
	const leaving = testTerminal();
	const script = testTerminal();
	await expect(runRemovePerson('eve@example.com', { ...as('admin'), output: out }, script)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
	expect(script.noted.join('\n')).toContain('all access tokens of eve@example.com end');
	await policyAs('people/eve@example.com');
	expect(await runRemovePerson('eve@example.com', { ...as('admin'), output: out, reason: 'left', yes: true }, leaving)).toBe(1);
	expect(leaving.noted.join('\n')).toContain('keys sign-root');
	expect(leaving.noted.join('\n')).toMatch(/has 1 valid access token that[^]*1 signature is missing/);
	await site.untilForgotten();
	await refusedAs('people/eve@example.com');
	// What would stop is told before anything is signed.
	const check = testTerminal();
	expect(await publishRootAction(out, { ...as('admin'), dryRun: true, json: true }, check)).toBe(1);
	expect(JSON.parse(check.printed[0]!)).toMatchObject({ departed: ['eve@example.com'], ended: [] });
	const previous = join(folder, 'previous.jwt');
	const { api } = await openRegistry(as('admin'), testTerminal());
	writeFileSync(previous, (await api.roots(1)).at(-1)!.tokens);
	expect(await signRootAction(out, { keys: at('root', '1'), previous }, testTerminal())).toBe(0);
	const declining = { ...testTerminal(), ask: () => Promise.resolve('n') };
	expect(await publishRootAction(out, as('admin'), declining)).toBe(1);
	expect(await publishRootAction(out, { ...as('admin'), yes: true }, testTerminal())).toBe(0);
	expect((await api.roots(1)).at(-1)!.tokens).toBe(readFileSync(out, 'utf8'));
	// A token that is issued later for somebody who left the root does not count either.
	await site.issue('people/eve@example.com', 'eve@example.com');
	await site.untilForgotten();
	await refusedAs('people/eve@example.com');
});

it("a leaver's key is retired, so that what it signed stays, and is revoked once it is said to be stolen", async () => {
	const edition = async () => readCurrentRoot(await openRegistry(as('admin'), testTerminal()));
	const keysOfEve = async () => Object.entries((await edition()).owners ?? {}).filter(([, owner]) => owner === 'eve@example.com');
	const [[keyId] = ['']] = await keysOfEve();
	expect(await edition()).toMatchObject({ retiredKeys: { [keyId]: expect.any(Number) } });
	expect((await edition()).roles.approver.keyIds).toContain(keyId);
	const people = testTerminal();
	await runListPeople(as('admin'), people);
	expect(people.printed.join('\n')).toMatch(/eve@example.com +approver, retired/);
	// She left already: there is nothing to do.
	const again = { ...as('admin'), yes: true, rootKeys: rootKeys() };
	const { ver } = await edition();
	expect(await runRemovePerson('eve@example.com', again, testTerminal())).toBe(0);
	expect((await edition()).ver).toBe(ver);
	expect(await runRemovePerson('eve@example.com', { ...again, output: join(folder, 'stolen.jwt'), stolen: true }, testTerminal())).toBe(0);
	expect(await edition()).toMatchObject({ ver: ver + 1, revokedKeyIds: [keyId] });
	expect(await keysOfEve()).toEqual([]);
});

it('nobody leaves where the root needs their key, and nothing is done by halves', async () => {
	const removal = runRemovePerson('grace@example.com', { ...as('admin'), rootKeys: rootKeys() }, testTerminal());
	await expect(removal).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		fix: expect.stringContaining('`troupe manifest people add`') as string,
	});
	await policyAs('people/grace@example.com');
	const declining = { ...testTerminal(), ask: () => Promise.resolve('') };
	expect(await runRemovePerson('n8n-2', as('admin'), declining)).toBe(1);
	await policyAs('machines/n8n-2');
	expect(await runRemovePerson('n8n-2', { ...as('admin'), yes: true }, testTerminal())).toBe(0);
});
