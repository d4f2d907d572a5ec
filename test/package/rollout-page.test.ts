import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { writeJudgement } from '../fakes/write-judgement';
import { openTypedPage, type TypedPage } from '../support/typed-page';
import { waitUntil } from '../support/wait-until';

jest.setTimeout(240_000);

/** A model that does what its prompt says, and a judge that wants whole sentences. */
const respond: FakeResponder = ({ messages }) => {
	const [{ content: system }, { content: asked }] = [messages[0]!, messages.at(-1)!];
	if (!system.includes('You judge the reply')) return { text: system.includes('one word') ? 'Nine.' : 'We are open from 9 am to 6 pm.' };
	const passed = asked.includes('We are open');
	return { text: writeJudgement(asked, { reason: passed ? 'It is a sentence.' : 'It is one word.', passed }) };
};

/** The commands of the page, in order. */
let page: TypedPage;
let model: FakeServer;
beforeAll(async () => {
	model = await startOpenAiServer({ respond });
	page = await openTypedPage('docs/manifests/first-rollout.md', { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` });
});
afterAll(async () => {
	await page?.close();
	await model?.close();
});

/** Types a command again until it prints this. */
const typeUntil = (command: string, expected: RegExp) => {
	let printed = '';
	return waitUntil(
		`"${command}" to print ${String(expected)}`,
		async () => expected.test((printed = await page.type(command))) && printed,
		{
			...{ seen: () => printed, everyMs: 500, forMs: 90_000 },
		},
	);
};
const versions = (printed: string) => printed.match(/^1\.\d\.0$/gm);

it('starts a registry and publishes three versions', async () => {
	await page.block('1. Start a registry');
	expect(await page.block('1. Start a registry', 1)).toMatch(/package n8n-nodes-troupe \S+: approved[^]*exit 0/);
	expect(await page.block('2. Publish three versions')).toMatch(/clerk 1\.0\.0: draft[^]*1\.1\.0: draft[^]*1\.2\.0: draft[^]*exit 0/);
	expect(await page.block('2. Publish three versions', 1)).toMatch(
		/clerk 1\.0\.0: approved[^]*1\.1\.0: approved[^]*1\.2\.0: approved[^]*exit 0/,
	);
});

it('gives each contact a version that it keeps', async () => {
	expect(await page.block('3. Start a machine')).toContain('by-contact.shorter');
	await page.block('3. Start a machine', 1);
	const asked = versions(await page.block('4. Seventy contacts write'))!;
	expect(asked).toHaveLength(8);
	expect(asked.slice(4)).toEqual(asked.slice(0, 4));
	expect(await page.block('4. Seventy contacts write', 1)).toMatch(/\d+ 1\.0\.0\n +\d+ 1\.1\.0\n/);
});

it('takes the worse version back by itself, from all contacts', async () => {
	const show = 'troupe manifest rollout show by-contact.shorter --as registry/admin';
	await typeUntil(show, /aborted/);
	expect(await page.block('4. Seventy contacts write', 2)).toMatch(/worse by -100 % .*back to 1\.0\.0[^]*exit 0/);
	await typeUntil('for contact in 1 2 3 4 5 6 7 8; do ask $contact; done | sort -u', /^1\.0\.0\n\nexit/m);
	expect(await page.block('4. Seventy contacts write', 3)).toMatch(/^ +70 1\.0\.0\n\nexit 0/m);
});

it('shows it as a metric, in the history and as an event', async () => {
	const seen = await page.block('5. Where you see it');
	expect(seen).toMatch(/troupe_agent_quality_ratio\{agent="clerk",version="1\.0\.0"\} 1\n/);
	expect(seen).toMatch(/troupe_agent_quality_ratio\{agent="clerk",version="1\.1\.0"\} 0\n/);
	expect(seen).toMatch(/agent\.rollout\.aborted/);
	expect(readFileSync(join(page.folder, 'clerk.html'), 'utf8')).toContain('1.1.0');
});

it('promotes a version that is not worse, to everybody', async () => {
	await page.block('6. A version that is not worse');
	await typeUntil('for contact in $(seq 201 208); do ask $contact; done | sort -u', /^1\.2\.0$/m);
	await page.block('6. A version that is not worse', 1);
	await typeUntil('troupe manifest rollout show by-contact.cheerful --as registry/admin', /completed/);
	const last = await page.block('6. A version that is not worse', 2);
	expect(last).toMatch(/agent\.rollout\.promoted[^]*agent\.rollout\.completed/);
	await typeUntil('for contact in 1 2 101 102; do ask $contact; done | sort -u', /^1\.2\.0\n\nexit/m);
});
