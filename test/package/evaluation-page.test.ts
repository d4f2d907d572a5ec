import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerFromConversation, type FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openTypedPage, type TypedPage } from '../support/typed-page';

jest.setTimeout(240_000);

/** A model that says when the passages do not hold the answer. */
const respond: FakeResponder = (chat) =>
	chat.messages.at(-1)?.content.includes('bicycles') ? { text: '[[NOT_COVERED]]' } : answerFromConversation(chat);

/** The commands of docs/evaluation/index.md, in order. */
let page: TypedPage;
let model: FakeServer;
beforeAll(async () => {
	[model, page] = await Promise.all([startOpenAiServer({ respond }), openTypedPage('docs/evaluation/index.md')]);
});
afterAll(() => Promise.all([page?.close(), model?.close()]));

it('runs cases without a key and without a recording', async () => {
	expect(await page.block('1. Write a case')).toMatch(/✓ knows the warranty[^]*✓ does not sell bicycles[^]*2 passed, 2 total[^]*exit 0/);
});

it('records them with a model, and runs them without it', async () => {
	await page.type(`export OPENAI_API_KEY=sk-fake OPENAI_BASE_URL=${model.url}/v1`);
	expect(await page.block('2. Record it with a model')).toMatch(/recorded 2 of 2 cases in support\.recordings\.json[^]*exit 0/);
	// `run` asked nothing: what was asked was recorded.
	const recordings = JSON.parse(readFileSync(join(page.folder, 'support.recordings.json'), 'utf8')) as {
		cases: Record<string, { exchanges: unknown[] }>;
	};
	const recorded = Object.values(recordings.cases).flatMap(({ exchanges }) => exchanges);
	expect(model.calls).toHaveLength(recorded.length);
	expect(recorded.length).toBeGreaterThan(0);
});

it('compares a change of the prompt', async () => {
	const printed = await page.block('3. Compare a change');
	expect(printed).toMatch(/second: support 1\.0\.0, openai:gpt-4\.1-mini, prompt shorter\.txt[^]*too few cases[^]*exit 0/);
	expect(readFileSync(join(page.folder, 'both.html'), 'utf8')).toContain('knows the warranty');
});

it('refuses a wrong field with its line', async () => {
	const printed = await page.type(
		"sed -i 's/24 months/24 months\\n        txt: no/' support.eval.yaml && troupe eval run support.eval.yaml",
	);
	expect(printed).toMatch(/line \d+: cases\.0\.expect\.0 has the unknown field "txt"[^]*exit 2/);
});

it('runs the set of each kind that docs/evaluation/kinds.md lists, without a key', async () => {
	const kinds = [...readFileSync('docs/evaluation/kinds.md', 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(([, kind]) => kind!);
	expect(kinds).toHaveLength(7);
	const printed = await page.type(`unset OPENAI_API_KEY\nfor kind in ${kinds.join(' ')}; do troupe eval run --kind $kind; done`);
	expect(printed.match(/^Cases: (\d+) passed, \1 total$/gm)).toHaveLength(7);
	expect(await page.type('troupe eval run --kind cooking')).toMatch(/Allowed choices are support, .*guardrails[^]*exit 2/);
});
