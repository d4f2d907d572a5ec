import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSet } from '../../../providers/compose/evaluation/find-set';
import { recordSet } from '../../../providers/compose/evaluation/run-set';
import type { Host } from '../../../providers/compose/hosts/host';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { buildProcess } from '../../build/build-process';
import type { PlanTree } from '../../tree/plan-tree';
import { sayProof } from '../../words/say-proof';
import { provePlanWith } from '../prove-plan';
import { openRecordings } from './open-recordings';

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();
const kinds = ['travel', 'food'];
const clerk = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Sorts.', prompt: 'Name the kind.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	output: { schema: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } } },
	...{ guardrails: { personalData: { types: [], action: 'token' } }, limits: {} },
};
const cases = kinds.map((kind) => ({
	name: kind,
	input: { message: `A bill for ${kind}.` },
	expect: [{ assert: 'contains', text: kind }],
}));
const tree: PlanTree = {
	...{ id: 'bills', name: 'Bills', purpose: 'It sorts bills.', language: 'en', trigger: { kind: 'manual' }, inputs: [] },
	do: [
		{
			kind: 'agent',
			id: 'sort',
			name: 'Sort it',
			needs: 'sort',
			agent: 'clerk',
			writes: [{ name: 'kind', type: 'text', options: [...kinds, 'other'] }],
		},
		{
			...{ kind: 'choice', id: 'which', name: 'Which?', otherwise: { name: 'else', do: [] } },
			branches: [...kinds, 'other'].map((kind) => ({ name: kind, when: `kind = "${kind}"`, do: [] })),
		},
		{ kind: 'http', id: 'book', name: 'Book it', method: 'POST', url: 'https://books.example/bills' },
	],
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-recordings-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Records the set of the agent, and returns a host on which nothing answers. */
async function record(): Promise<Host> {
	const model = await startOpenAiServer({
		respond: ({ messages }) => ({ text: JSON.stringify({ kind: kinds.find((kind) => messages.at(-1)!.content.includes(kind)) }) }),
	});
	const providers = { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } };
	writeFileSync(join(folder, 'clerk.json'), JSON.stringify(clerk));
	writeFileSync(join(folder, 'clerk.eval.json'), JSON.stringify({ name: 'Clerk', agent: './clerk.json', cases }));
	const offline = { gate: openGate(), agentFolders: [folder], providers: {} };
	const found = await findSet('clerk', offline);
	const { recordings } = await recordSet(
		{ found, recordings: found.recordings, variant: {} },
		{ ...offline, providers, allowPrivateNetworks: true },
		signal,
	);
	writeFileSync(join(folder, 'clerk.recordings.json'), JSON.stringify(recordings));
	await model.close();
	return offline;
}

it('answers with what an agent answered when its set was recorded, and says which answers are supposed', async () => {
	const host = await record();
	const { answers } = await openRecordings(host)('clerk', signal);
	expect(answers.map(({ output }) => output)).toEqual(kinds.map((kind) => ({ kind })));
	const { proof, cases: played } = await provePlanWith(openRecordings(host))(tree, await buildProcess(tree), now, signal);
	expect(proof).toMatchObject({ passed: true });
	expect(played[0]!.case).toMatchObject({ script: [{ completeJob: { variables: { output: { kind: 'travel' } } } }, {}] });
	expect(proof.answers).toEqual([
		{ step: 'Sort it', recorded: 2, supposed: 2 },
		{ step: 'Book it', recorded: 0, supposed: played.length },
	]);
	expect(sayProof(proof, 'en')).toContain('Recorded answers in the cases: 2 (Sort it). Supposed answers, from examples: ');
});

it('supposes the answers of an agent whose recordings are of another version, and says so', async () => {
	const host = await record();
	writeFileSync(join(folder, 'clerk.json'), JSON.stringify({ ...clerk, prompt: 'Name the kind of the bill.' }));
	expect(await openRecordings(host)('nobody', signal)).toEqual({ answers: [] });
	const { proof } = await provePlanWith(openRecordings(host))(tree, await buildProcess(tree), now, signal);
	expect(proof).toMatchObject({ passed: true, unplayed: [expect.stringMatching(/^The recordings of clerk cannot all be played: /)] });
	expect(sayProof(proof, 'en')).toContain(proof.unplayed![0]);
});

it('says why a broken set has no answers', async () => {
	const host = await record();
	writeFileSync(join(folder, 'clerk.eval.json'), '{"name": "Clerk", "cases": 1}');
	const { answers, fault } = await openRecordings(host)('clerk', signal);
	expect(answers).toEqual([]);
	expect(fault).toContain('clerk.eval.json');
});

it('ends where it is cancelled, in place of supposing answers', async () => {
	const host = await record();
	await expect(openRecordings(host)('clerk', AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
});
