import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPublishable } from '../../../cli/manifest/lifecycle/publishable';
import type { Registry } from '../../../manifests/registry/registry';
import { checkContent } from '../../../providers/compose/agents/check-content';
import { findSet } from '../../../providers/compose/evaluation/find-set';
import { playSet } from '../../../providers/compose/evaluation/run-set';
import { openFollowingMachine } from '../../support/machines/following-machine';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../support/registry/registry-people';
import { openRegistry } from '../../../manifests/registry/open-registry';

let people: RegistryPeople;
let folder: string;
let registry: Registry;
const never = new AbortController().signal;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: Date.now() });
	folder = mkdtempSync(join(tmpdir(), 'troupe-published-sets-'));
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers, checkContent });
});
afterAll(async () => {
	await registry.close();
	rmSync(folder, { recursive: true });
});

const agent = { id: 'greeter', version: '1.0.0', name: 'G', purpose: 'G.', prompt: 'G.', model: { route: [], extractive: false } };
const greets = (name: string) => ({
	...{ name, input: { message: 'Hi' }, fixtures: { respond: [{ text: 'Hello!' }] } },
	expect: [{ assert: 'contains', text: 'Hello' }],
});
const set = {
	...{ id: 'greetings', version: '1.0.0', purpose: 'Greets.', name: 'Greetings' },
	agent: { ...agent, guardrails: { personalData: { types: [], action: 'token' } }, limits: {} },
	cases: [greets('one'), greets('two')],
};

/** Signs what `troupe manifest publish` would, from a file with recordings beside it. */
async function publish(change: object, approve = true) {
	writeFileSync(join(folder, 'g.eval.json'), JSON.stringify({ ...set, ...change }));
	writeFileSync(join(folder, 'g.recordings.json'), JSON.stringify({ version: 1, providers: {}, cases: { one: { at: 7, exchanges: [] } } }));
	const {
		package: identity,
		content,
		purpose,
	} = (await readPublishable(join(folder, 'g.eval.json'))) as {
		package: { name: string; version: string };
		content: string;
		purpose: string;
	};
	const manifest = people.evaluation(identity.name, identity.version, { content, purpose });
	await registry.publish(ada, { token: manifest.token });
	if (approve) await registry.approve(bob, manifest.sha256, { token: people.approval(manifest) });
	return manifest;
}

it('publishes a set with its recordings, finds the approved version in a range, and runs it', async () => {
	await publish({});
	await publish({ version: '1.1.0', cases: [...set.cases, greets('three')] }, false);
	const machine = await openFollowingMachine(registry, folder);
	const found = await findSet('greetings@^1', { ...machine, agentFolders: [] });
	expect(found).toMatchObject({ source: 'registry', set: { version: '1.0.0' }, recordings: { cases: { one: { at: 7 } } } });
	expect(machine.gate.admitted).toMatchObject([{ kind: 'evaluation', name: 'greetings', version: '1.0.0' }]);
	const host = { ...machine, agentFolders: [], providers: {} };
	const result = await playSet({ found, recordings: found.recordings, variant: {} }, host, never);
	// The published recording of the first asked no model, and wins over what the set would answer.
	expect(result.cases).toMatchObject([{ passed: false }, { passed: true, model: 'set:respond' }]);
});

it('does not find one that is revoked, or that nobody published', async () => {
	const revoked = await publish({ id: 'old' });
	await registry.revoke(bob, revoked.sha256, { reason: 'wrong' });
	const host = { ...(await openFollowingMachine(registry, folder)), agentFolders: [] };
	await expect(findSet('old', host)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	await expect(findSet('nothing@^1', host)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it.each([
	['a case that is gone', { cases: [greets('one')] }, 'major'],
	['an assertion that is another', { cases: [{ ...greets('one'), expect: [{ assert: 'contains', text: 'H' }] }, greets('two')] }, 'major'],
	['another agent', { agent: 'support' }, 'major'],
	['a new case', { cases: [...set.cases, greets('three')] }, 'minor'],
])('asks for a version that says it: %s', async (_, change, bump) => {
	const id = `bump-${Math.random().toString(36).slice(2, 10)}`;
	await publish({ id });
	const refused = publish({ ...change, id, version: '1.0.1' }, false);
	await expect(refused).rejects.toMatchObject({ code: 'VERSION_INVALID', details: { required: bump } });
	await publish({ id, version: '1.0.1', name: 'Other words' }, false);
});

it.each([
	['an agent by a path', { agent: './agent.json' }, 'agent is a path'],
	['no version', { version: undefined }, 'version is missing'],
])('refuses to publish %s', async (_, change, problem) => {
	await expect(publish(change)).rejects.toThrow(problem);
});

it('refuses a document whose recordings are not those of its hash', async () => {
	const content = JSON.stringify({
		...set,
		id: 'forged',
		recordings: { sha256: '0'.repeat(64), gzip: 'H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==' },
	});
	const manifest = people.evaluation('forged', '1.0.0', { content, purpose: 'Greets.' });
	await expect(registry.publish(ada, { token: manifest.token })).rejects.toThrow(/SHA-256|cannot be unpacked/);
});
