import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { CamundaApi } from '../../credentials/CamundaApi.credentials';
import { chain, endEvent, processModel, startEvent } from '../../test/contract/model-builder';
import { openTestService } from '../../test/support/engine/test-service';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { setEnvironment } from '../../test/support/set-environment';
import { execute as executeAgent } from '../TroupeAgent/execute';
import { execute as executeProcess } from '../TroupeProcess/execute';
import { linkApproval, linkRun } from './console-links';
import { createItemMask } from './item-tokens/mask-item';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';

const home = mkdtempSync(join(tmpdir(), 'troupe-console-links-'));
const address = 'https://troupe.example.com/at';
let restore: () => void;
const setAddress = (url: string) => (restore = setEnvironment({ TROUPE_HOME: home, TROUPE_PUBLIC_URL: url }));
let warn: jest.SpyInstance | undefined;
afterEach(() => {
	restore();
	warn?.mockRestore();
});
afterAll(() => rmSync(home, { recursive: true }));

const question = {
	source: 'choose',
	agent: { mode: 'list', value: 'support' },
	message: 'How long do I have to return a coffee machine?',
	conversationId: '',
	model: ['connected'],
};

async function ask(options: Partial<FakeExecution> = {}) {
	const hints: string[] = [];
	const onHint = (hint: string) => void (hint.includes('console') && hints.push(hint));
	const context = fakeExecuteFunctions({ parameters: question, onHint, ...options });
	const [items] = await executeAgent.call(context, openGate());
	return { items: items!.map(({ json }) => json), hints };
}

const placeOf = ({ runId }: IDataObject) => `${address}/console/runs/${encodeURIComponent(runId as string)}`;

describe('the link of a run', () => {
	it('is in the item and above the output, below the public address', async () => {
		setAddress(`${address}/`);
		const { items, hints } = await ask();
		const url = placeOf(items[0]!);
		expect(items).toMatchObject([{ outcome: 'reply', runUrl: url }]);
		expect(hints).toEqual([`<a href="${url}" target="_blank">Open the run in the console</a>`]);
		const whole = await ask({ parameters: { ...question, options: { simplify: false } } });
		expect(whole.items[0]!.runUrl).toBe(placeOf(whole.items[0]!));
	});

	it('is one above the output, however many items there are', async () => {
		setAddress(address);
		const two: INodeExecutionData[] = [{ json: {} }, { json: {} }];
		const { items, hints } = await ask({ items: two, executionId: '10 42' });
		expect(items.map(({ runUrl }) => runUrl)).toEqual(items.map(placeOf));
		const all = `${address}/console/runs?execution=10%2042&amp;period=ever`;
		expect(hints).toEqual([`<a href="${all}" target="_blank">Open the runs of this execution in the console</a>`]);
	});

	it('is not there without a public address', async () => {
		restore = setEnvironment({ TROUPE_HOME: home });
		const { items, hints } = await ask();
		expect(items[0]).not.toHaveProperty('runUrl');
		expect(hints).toEqual([]);
	});

	it('is not shown to a model that calls the agent as its tool', async () => {
		setAddress(address);
		const { items, hints } = await ask({ asTool: true, node: { type: 'n8n-nodes-troupe.troupeAgentTool' } });
		expect(items[0]).not.toHaveProperty('runUrl');
		expect(hints).toEqual([]);
	});

	it('is left out where the address is wrong, of which the operator is told: the reply counts', async () => {
		setAddress('http://troupe.example.com');
		const told = new Promise<string>((resolve) => {
			warn = jest.spyOn(process, 'emitWarning').mockImplementation((text) => resolve(String(text)));
		});
		expect((await ask()).items).toEqual([expect.not.objectContaining({ runUrl: expect.anything() as unknown })]);
		expect(await told).toMatch(/^Nodes give no links to the console: TROUPE_PUBLIC_URL is not an address of https/);
	});

	it('leads to a run that failed, too', async () => {
		setAddress(address);
		const server = await startOpenAiServer();
		const credentials = { troupeOpenAiApi: { apiKey: 'sk-wrong', baseUrl: `${server.url}/v1` } };
		const parameters = { ...question, model: ['openai'] };
		const kept = await ask({ parameters, credentials, node: { onError: 'continueRegularOutput' } });
		const details = kept.items[0]!.details as IDataObject;
		expect(details).toMatchObject({ runId: expect.any(String) as string, runUrl: placeOf(details) });
		expect(kept.hints).toEqual([`<a href="${placeOf(details)}" target="_blank">Open the run in the console</a>`]);
		const stopped = ask({ parameters, credentials }).catch((error: { description?: string }) => error.description);
		expect(await stopped).toContain(`The run: ${address}/console/runs/`);
		await server.close();
	});

	it('stays whole where n8n is to store tokens', async () => {
		setAddress(address);
		const vault = { find: () => Promise.resolve([{ type: 'PHONE_NUMBER', start: 0, end: 5, score: 1 }]), book: {} } as never;
		const item = { ...linkRun('n8n:5544999990000:1'), ...linkApproval('5544999990000') };
		expect(Object.keys(item)).toEqual(['runUrl', 'inboxUrl']);
		expect(await createItemMask(vault, [])(item)).toEqual(item);
	});

	it('has no character of the id that could end it', async () => {
		setAddress(address);
		expect(linkRun('a"><img src=x>/../b?c#d').runUrl).toBe(`${address}/console/runs/a%22%3E%3Cimg%20src%3Dx%3E%2F..%2Fb%3Fc%23d`);
	});
});

test('a started process leads to its instance', async () => {
	setAddress(address);
	const service = await openTestService([processModel('short', [startEvent(), endEvent(), ...chain('start', 'end')])]);
	const hints: string[] = [];
	const context = fakeExecuteFunctions({
		parameters: { resource: 'process', operation: 'start', processId: 'short', variables: {} },
		node: { name: 'Process', type: 'n8n-nodes-troupe.troupeProcess' },
		credentials: { camundaApi: { baseUrl: service.url, authentication: 'none' } },
		credentialTypes: [new CamundaApi()],
		onHint: (hint) => void hints.push(hint),
	});
	try {
		const [[item]] = (await executeProcess.call(context, openGate())) as [[INodeExecutionData]];
		const url = `${address}/console/processes/instances/${item.json.processInstanceKey as string}`;
		expect(item.json.instanceUrl).toBe(url);
		expect(hints).toEqual([`<a href="${url}" target="_blank">Open the instance in the console</a>`]);
	} finally {
		await service.close();
	}
});
