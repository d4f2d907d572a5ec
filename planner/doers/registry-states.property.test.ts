import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Gate } from '../../core/ports/manifests';
import { TrustedAgents } from '../../manifests/client/trusted-agents';
import type { SnapshotEntry } from '../../manifests/documents/snapshot-document';
import { refusal } from '../../manifests/refusal';
import { signToken } from '../../manifests/token/sign-token';
import type { Host } from '../../providers/compose/hosts/host';
import { plainDefinition } from '../../test/support/registry/manifests-of-each-kind';
import { gatherPeople, type RegistryPeople, type SignedManifest } from '../../test/support/registry/registry-people';
import { slowTest } from '../../test/support/slow-tests';
import type { PlanTree } from '../tree/plan-tree';
import { chooseDoers } from './choose-doers';
import { candidatesFor, findCandidates } from './find-candidates';
import { openDoers } from './sources/open-doers';

const now = Date.UTC(2026, 10, 20, 12);
/** `draft` and `rejected` are on the machine, but in no snapshot; `lone` lacks its approval; `unsigned` has no signature, `foreign` a wrong one. */
const states = ['approved', 'deprecated', 'revoked', 'draft', 'rejected', 'lone', 'unsigned', 'foreign'] as const;
type State = (typeof states)[number];
const mayRun = (state: State) => state === 'approved' || state === 'deprecated';

const names = ['translator', 'triage'];
const versions = ['1.0.0', '1.1.0', '2.0.0'];
const markOf = (name: string, version: string) => `mark-${name}-${version.replaceAll('.', '-')}`;

let people: RegistryPeople;
const manifests = new Map<string, SignedManifest & { approval: string }>();
let edition = 0;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: now });
	for (const name of names)
		for (const version of versions) {
			const purpose = `Translates letters and classifies messages. ${markOf(name, version)}`;
			const definition = {
				...plainDefinition,
				tools: undefined,
				id: name,
				version,
				purpose,
				capabilities: ['letters.translate', 'messages.classify'],
			};
			const more = { content: JSON.stringify(definition), purpose, capabilities: definition.capabilities };
			const manifest = people.agent(name, version, more);
			manifests.set(`${name} ${version}`, { ...manifest, approval: people.approval(manifest) });
		}
});

const nobody: Gate = {
	admit: async () => {
		throw refusal({
			code: 'MANIFEST_NOT_APPROVED',
			message: 'No.',
			fix: 'None.',
			details: { document: 'x', reason: 'unlisted', expected: '', actual: '' },
		});
	},
};

/** Writes a trust folder in which each version has its state. */
function writeRegistry(folder: string, chosen: Map<string, State>): void {
	for (const part of ['manifests', 'approvals']) mkdirSync(join(folder, part));
	writeFileSync(join(folder, 'root.jwt'), people.root);
	const entries: SnapshotEntry[] = [];
	for (const [key, state] of chosen) {
		const { token, sha256, name, version, approval } = manifests.get(key)!;
		const [head = '', body = '', signature = ''] = token.split('.');
		const other = signature.startsWith('A') ? 'B' : 'A';
		const damaged = state === 'unsigned' ? `${head}.${body}.` : `${head}.${body}.${other}${signature.slice(1)}`;
		writeFileSync(join(folder, 'manifests', `${sha256}.jwt`), state === 'unsigned' || state === 'foreign' ? damaged : token);
		if (state !== 'lone') writeFileSync(join(folder, 'approvals', `${sha256}.jwt`), approval);
		if (state === 'draft' || state === 'rejected') continue;
		const listed = state === 'revoked' || state === 'deprecated' ? state : 'approved';
		entries.push({ sha256, kind: 'agent', package: name, version, state: listed, ...(state === 'deprecated' && { successor: '9.0.0' }) });
	}
	edition += 1;
	const snapshot = { ver: edition, manifests: entries };
	writeFileSync(join(folder, 'snapshot.jwt'), signToken('troupe-snapshot+jwt', snapshot, people.keys.snapshot, { nowMs: now, days: 1 }));
}

const step = (id: string, agent?: string) => ({
	...{ kind: 'agent' as const, id, name: 'Translate the letter', needs: 'Translate the letter' },
	...(agent !== undefined && { agent }),
});

/** A plan whose steps name nothing, each agent, and each version. */
const tree: PlanTree = {
	...{ id: 'letters', name: 'Letters', purpose: 'x', language: 'en', trigger: { kind: 'manual' }, inputs: [] },
	do: [
		step('by-need'),
		...names.flatMap((name) => [step(name, name), ...versions.map((v) => step(`${name}-${v[0]}${v[2]}`, `${name}@${v}`))]),
	],
};

const title = 'lets no agent that is revoked, unsigned, rejected or a draft into a plan, whatever the registry holds';
it(title, () => checkStates(6));
slowTest(`${title}: many states`, () => checkStates(60));

async function checkStates(numRuns: number): Promise<void> {
	const keys = names.flatMap((name) => versions.map((version) => `${name} ${version}`));
	let chosenAtAll = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(fc.constantFrom(...states), { minLength: keys.length, maxLength: keys.length }), async (drawn) => {
			const chosen = new Map(keys.map((key, at) => [key, drawn[at]!]));
			const folder = mkdtempSync(join(tmpdir(), 'troupe-doers-'));
			try {
				writeRegistry(folder, chosen);
				const published = new TrustedAgents({ folders: { pinned: folder }, instance: 'i', clock: { now: () => now }, scanIntervalMs: 0 });
				const sources = openDoers({ gate: nobody, published, agentFolders: [] } as unknown as Host);
				const allowed = keys.filter((key) => mayRun(chosen.get(key)!));
				const { tree: planned, notes } = await chooseDoers(tree, sources);
				const told = [...notes.values()].flat();
				const offered = [
					...(await findCandidates('Translate the letter', ['agent'], sources)),
					...(await candidatesFor('Translate the letter', sources)),
				];
				for (const { name, version } of [...told, ...offered]) expect(allowed).toContain(`${name.split('@')[0]} ${version}`);
				const all = JSON.stringify([planned, told, offered]);
				for (const key of keys.filter((one) => !allowed.includes(one)))
					expect(all).not.toContain(markOf(key.split(' ')[0]!, key.split(' ')[1]!));
				for (const block of planned.do) {
					if (allowed.length === 0) expect(block.kind).toBe('unsupported');
					if (block.kind === 'agent') expect(notes.get(block.id)![0]).toMatchObject({ name: block.agent });
				}
				for (const candidate of told)
					if (chosen.get(`${candidate.name.split('@')[0]} ${candidate.version}`) === 'deprecated')
						expect(candidate.reasons.join()).toContain('is deprecated: use 9.0.0');
				chosenAtAll += allowed.length > 0 ? 1 : 0;
			} finally {
				rmSync(folder, { recursive: true });
			}
		}),
		// One in which all may run, so that something is chosen however the others fall.
		{ numRuns, examples: [[keys.map(() => 'approved' as const)]] },
	);
	expect(chosenAtAll).toBeGreaterThan(numRuns / 8);
}
