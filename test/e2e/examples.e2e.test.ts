import { globSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { openPage } from '../shared/chromium';
import { findChromium } from '../shared/find-chromium';
import { owner } from './boot';
import type { Workflow } from './n8n-api';
import { startWorld, type World } from './world';

jest.setTimeout(240_000);

interface Node {
	name: string;
	type: string;
	typeVersion: number;
}

const files = globSync('examples/{*,*/n8n}/*workflow.json').sort();
/** As "Import from File" reads it: n8n gives the copy an id of its own, and public addresses are other workflows' in this n8n. */
function readExample(file: string): Omit<Workflow, 'nodes'> & { nodes: Node[] } {
	const { id: _taken, ...example } = JSON.parse(readFileSync(file, 'utf8')) as Omit<Workflow, 'nodes'> & { id: string; nodes: Node[] };
	return example;
}

let world: World;
beforeAll(async () => (world = await startWorld()), 120_000);
afterAll(() => world.stop());

test('n8n knows each node of the examples, in its version', async () => {
	interface NodeType {
		name: string;
		version: number | number[];
	}
	const answer = await fetch(`${world.url}/types/nodes.json`, { headers: { cookie: world.api.cookie } });
	const known = new Set(
		((await answer.json()) as NodeType[]).flatMap(({ name, version }) => [version].flat().map((each) => `${name} ${each}`)),
	);
	const nodes = files.flatMap((file) => readExample(file).nodes.map(({ type, typeVersion }) => `${type} ${typeVersion}`));
	expect(nodes.filter((node) => !known.has(node))).toEqual([]);
});

describe('in the editor', () => {
	const chromium = findChromium();
	const inBrowser = chromium || process.env.CI === 'true' ? it : it.skip;
	let page: Page;
	let close: () => Promise<void>;
	beforeAll(async () => {
		if (!chromium) return;
		({ page, close } = await openPage(chromium));
		await page.request.post(`${world.url}/rest/login`, { data: { emailOrLdapLoginId: owner.email, password: owner.password } });
	}, 120_000);
	afterAll(() => close?.());

	inBrowser.each(files)('%s lacks nothing but credentials', async (file) => {
		const id = await world.api.createWorkflow(readExample(file));
		await page.goto(`${world.url}/workflow/${id}`);
		await page.locator('[data-test-id="canvas-node"]').first().waitFor({ state: 'attached' });
		await page.locator('[data-test-id="zoom-to-fit"]').click();
		const complaints = await readComplaints(page);
		// A pipeline and its stage are those of the reader's CRM.
		expect(complaints.filter((complaint) => !/credential|"(Pipeline|Stage) Name or ID"/i.test(complaint))).toEqual([]);
	});
});

/** What the canvas says in the tooltip of each node's red or yellow mark. */
async function readComplaints(page: Page): Promise<string[]> {
	const marks = page.locator('[data-test-id="canvas-node"]').locator('[data-test-id="node-issues"], [data-test-id="node-setup-required"]');
	const complaints: string[] = [];
	for (const mark of await marks.all()) {
		await mark.locator('svg').first().hover({ force: true });
		const tooltip = page.locator('[role="tooltip"]').locator('visible=true').last();
		await tooltip.waitFor();
		complaints.push(...(await tooltip.locator('li').allInnerTexts()));
		await page.mouse.move(0, 0);
		await tooltip.waitFor({ state: 'hidden' });
	}
	return complaints;
}
