import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NodeDescription } from '../../bpmn/templates/n8n/node-description';
import type { NodeTemplate } from '../../bpmn/templates/n8n/template-document';
import { shopNode } from '../../test/support/bpmn/test-node';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

const trigger: NodeDescription = { ...shopNode, name: 'shopTrigger', displayName: 'Shop Trigger', group: ['trigger'], inputs: [] };
const icon = '<svg xmlns="http://www.w3.org/2000/svg"/>';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-templates-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, content: unknown) => {
	const file = join(folder, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};

/** An n8n with one package of nodes. */
function install(nodes: unknown, version = '3.1.4'): void {
	put('n8n/node_modules/n8n/package.json', { name: 'n8n', version: '2.41.1' });
	put('n8n/node_modules/n8n-nodes-shop/package.json', { name: 'n8n-nodes-shop', version });
	put('n8n/node_modules/n8n-nodes-shop/dist/types/nodes.json', nodes);
	put('n8n/node_modules/n8n-nodes-shop/dist/types/credentials.json', [{ name: 'shopApi', displayName: 'Shop API' }]);
	put('n8n/node_modules/n8n-nodes-shop/dist/nodes/Shop/shop.svg', icon);
}

async function run(...more: string[]) {
	const terminal = testTerminal();
	const command = ['bpmn', 'templates', '--into', join(folder, 'out'), '--from', join(folder, 'n8n'), ...more];
	const exitCode = await runTroupe(command, terminal);
	return { exitCode, printed: terminal.printed, notes: terminal.noted.join('\n') };
}

const ofPackage = ['--package', 'n8n-nodes-shop'];
const out = (name: string) => join(folder, 'out/n8n-nodes-shop', name);
const read = (name: string) => JSON.parse(readFileSync(out(name), 'utf8')) as NodeTemplate;

test('writes a template for each node that can be a task, with its icon, and says which cannot', async () => {
	install([shopNode, trigger]);
	const { exitCode, printed, notes } = await run(...ofPackage);
	expect(exitCode).toBe(0);
	expect(printed).toEqual([out('shop.json')]);
	expect(read('shop.json')).toMatchObject({
		id: 'troupe.n8n.n8n-nodes-shop.shop',
		version: 2_000,
		icon: { contents: `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}` },
	});
	expect(notes).toContain('No template, because the node starts workflows');
	expect(notes).toContain('shopTrigger');
	expect(notes).toContain('shop: series is always shown');
	expect(notes).toContain('its licence decides');
});

test('writes nothing the second time', async () => {
	install([shopNode]);
	await run(...ofPackage);
	const { printed, notes } = await run(...ofPackage);
	expect(printed).toEqual([]);
	expect(notes).toContain('0 templates, 1 unchanged of n8n-nodes-shop 3.1.4.');
});

test('keeps the version that models were made with when the node changes', async () => {
	install([shopNode]);
	await run(...ofPackage);
	install([shopNode], '3.2.0');
	await run(...ofPackage);
	install([{ ...shopNode, version: [2, 2.1], defaultVersion: 2.1 }], '3.3.0');
	await run(...ofPackage);
	expect(read('shop.json').version).toBe(2_100);
	expect(readdirSync(out('versioned')).sort()).toEqual(['shop-2000.json', 'shop-2001.json']);
	expect(read('versioned/shop-2000.json').properties).toContainEqual(expect.objectContaining({ id: 'packageVersion', value: '3.1.4' }));
	expect(read('versioned/shop-2001.json').properties).toContainEqual(expect.objectContaining({ id: 'packageVersion', value: '3.2.0' }));
});

test('does not replace the template of a newer version of the node', async () => {
	install([{ ...shopNode, version: 2.1, defaultVersion: 2.1 }]);
	await run(...ofPackage);
	install([shopNode]);
	const { exitCode, notes } = await run(...ofPackage);
	expect(exitCode).toBe(2);
	expect(notes).toContain('was made from version 2.1 of the node, but this n8n has 2.');
	expect(read('shop.json').version).toBe(2_100);
});

test('takes the nodes that it is told, by short or full name', async () => {
	install([shopNode, { ...shopNode, name: 'store' }]);
	const { printed } = await run(...ofPackage, '--node', 'n8n-nodes-shop.store', '--json');
	const [report] = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(report).toMatchObject({ package: 'n8n-nodes-shop', version: '3.1.4', written: [out('store.json')], unchanged: 0, refused: [] });
	expect(existsSync(out('shop.json'))).toBe(false);
});

test.each<[string, string[], string]>([
	['a node that the package does not have', [...ofPackage, '--node', 'shopp'], 'has no node "shopp"'],
	['a trigger', [...ofPackage, '--node', 'shopTrigger'], 'cannot be a task: it starts workflows'],
	['a package that is not installed', ['--package', 'n8n-nodes-other'], '"n8n-nodes-other" is not installed in'],
	['an option without its package', [], '--from is only for the nodes of a package'],
	['a folder without n8n', [...ofPackage, '--from', tmpdir()], 'does not contain n8n'],
])('refuses %s', async (_, more, message) => {
	install([shopNode, trigger]);
	const { exitCode, notes } = await run(...more);
	expect(notes).toContain(message);
	expect(exitCode).toBe(2);
	expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('refuses a file in the place of a template', async () => {
	install([shopNode]);
	put('out/n8n-nodes-shop/shop.json', '[]');
	const { exitCode, notes } = await run(...ofPackage);
	expect(notes).toContain('shop.json is not an element template');
	expect(exitCode).toBe(2);
});

test.each([['{'], ['{}']])('refuses descriptions that are %s', async (content) => {
	install(content);
	const { exitCode, notes } = await run(...ofPackage);
	expect(notes).toContain('is not a JSON list of descriptions');
	expect(exitCode).toBe(2);
});
