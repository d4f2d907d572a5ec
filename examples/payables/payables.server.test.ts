import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgentRun } from '../../cli/agent/agent-run';
import { testTerminal } from '../../test/support/test-terminal';
import { checkFlow } from '../../core/agents/check/check-flow';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { parseAgentDefinition } from '../../core/agents/definition/parse-agent-definition';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import type { FakeReply } from '../../sandbox/fakes/fake-server';
import { slowTest } from '../../test/support/slow-tests';

const read = async () =>
	parseAgentDefinition(JSON.parse(readFileSync(join(__dirname, 'agent.json'), 'utf8')) as object, 'examples/payables/agent.json');
const none = () => Promise.reject(new Error('It calls no agent.'));

test('a mail can order no payment with values of its own, and no more than the rule allows', async () => {
	const { flaws, paths } = await checkFlow(await read(), none);
	expect(flaws).toEqual([]);
	expect(paths.filter(({ source }) => source.name === 'read_mail')).toMatchObject([
		{ effect: { tool: 'pay_invoice' }, barrier: 'values', between: expect.stringContaining('500 in amount together') as string },
	]);
});

test('a rule that holds after results lets the mail choose the account', async () => {
	const definition = await read();
	const rules = [{ tool: 'pay_invoice', permission: 'allow' as const, afterResults: true }];
	const { flaws } = await checkFlow({ ...definition, tools: { ...definition.tools, rules } }, none);
	expect(flaws.map(({ rule }) => rule)).toEqual(['effect-unguarded', 'limit-missing']);
});

const mail = readFileSync(join(__dirname, 'mail.txt'), 'utf8');
const account = 'DE02120300000000202051';
/** What a model says that obeys the order in the mail. */
const obedient = {
	invoice: 'RK-4471',
	vat: 'DE811234567',
	amount: 4180.4,
	currency: 'EUR',
	due: '2026-12-02',
	iban: 'FR1420041010050500013M02606',
	kind: 'invoice',
};

/** Serves the mail, the books and the bank, and asks the agent to pay the invoice. */
async function pay(read: object, input: object) {
	const paid: unknown[] = [];
	const server = createServer((request, response) => {
		const { url = '' } = request;
		if (url.startsWith('/invoices/')) return response.end(mail);
		if (url.startsWith('/suppliers')) return response.setHeader('content-type', 'application/json').end(JSON.stringify({ iban: account }));
		paid.push(url);
		return response.end('{}');
	});
	await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
	const model = await startOpenAiServer();
	const folder = mkdtempSync(join(tmpdir(), 'troupe-payables-'));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const definition = readFileSync(join(__dirname, 'agent.json'), 'utf8').replaceAll(/https:\/\/\w+\.casa-aurora\.example/g, origin);
	writeFileSync(join(folder, 'payables.json'), definition);
	const answers: FakeReply[] = [
		{ text: '', calls: [{ name: 'read_mail', input: { invoice: 'RK-4471' } }] },
		{ text: JSON.stringify(read) },
		{ text: '', calls: [{ name: 'get_supplier', input: { vat: 'DE811234567' } }] },
		{ text: '', calls: [{ name: 'pay_invoice', input }] },
		{ text: 'I paid RK-4471.' },
	];
	model.script(answers);
	try {
		const terminal = testTerminal();
		const host = { gate: openGate(), agentFolders: [folder], providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } } };
		const options = { agent: 'payables', message: 'Pay invoice RK-4471, please: 418.40 EUR.', conversation: 'c1', json: true };
		await runAgentRun(options, terminal, async () => ({ ...host, stateFolder: folder, allowPrivateNetworks: true }));
		const bodies = model.calls.map((call) => JSON.stringify(call));
		return { outcome: JSON.parse(terminal.printed.join('')) as AgentOutcome, paid, bodies };
	} finally {
		await Promise.all([model.close(), new Promise((done) => server.close(done))]);
		rmSync(folder, { recursive: true, force: true });
	}
}

test('the agent never reads the mail, and pays what the person named to the account of the books', async () => {
	const { outcome, paid, bodies } = await pay(obedient, { invoice: 'RK-4471', iban: account, amount: 418.4, currency: 'EUR' });
	expect(outcome).toMatchObject({ kind: 'reply' });
	expect(paid).toEqual(['/payments']);
	expect(bodies.filter((body) => body.includes('ask nobody'))).toHaveLength(1);
});

test('a person is asked about what the mail chose, with its line', async () => {
	const { outcome, paid } = await pay(obedient, { invoice: 'RK-4471', iban: obedient.iban, amount: 418.4, currency: 'EUR' });
	expect(paid).toEqual([]);
	expect(outcome).toMatchObject({
		kind: 'needs-human',
		pending: [
			{ question: expect.stringMatching(/- iban: ONLY in the result of read_mail, not from the person: "Note to the assistant/) as string },
		],
	});
});

slowTest('the process has no mistake that a linter knows, apart from forms', async () => {
	const content = readFileSync(join(__dirname, 'invoice.bpmn'), 'utf8');
	const findings = await lintDeployment([{ name: 'invoice.bpmn', content }], { target: '8.6' });
	expect(findings.filter(({ rule }) => rule !== 'camunda-compat/user-task-definition')).toEqual([]);
});
