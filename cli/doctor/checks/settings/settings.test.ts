import { hash } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { writeTinyClassifier } from '../../../../test/fakes/tiny-classifier';
import { copyTestKeys } from '../../../../test/support/test-keys';
import { agentsCheck } from './agents';
import { approvalsCheck } from './approvals';
import { budgetsCheck } from './budgets';
import { harmClassifierCheck } from './harm-classifier';
import { modelsCheck } from './models';
import { policiesCheck } from './policies';
import { standardPolicyCheck } from './standard-policy';
import { programsCheck } from './programs';
import { settingsCheck } from './settings';
import { slowTest } from '../../../../test/support/slow-tests';

let machine: TestMachine;
beforeEach(() => (machine = createTestMachine()));
afterEach(() => machine.remove());

const write = (path: string, content: unknown) => {
	mkdirSync(join(machine.at(path), '..'), { recursive: true });
	writeFileSync(machine.at(path), typeof content === 'string' ? content : JSON.stringify(content));
};

describe('harm-classifier', () => {
	slowTest('is skipped without a model, and says which kinds of harm the model judges', async () => {
		expect(await machine.look(harmClassifierCheck)).toEqual(['skipped TROUPE_HARM_MODEL is not set.']);
		writeTinyClassifier(machine.at('models/words'), { labels: { insult: ['fool'], threat: ['kill'] } });
		machine.environment.TROUPE_HARM_MODEL = machine.at('models/words');
		expect(await machine.look(harmClassifierCheck)).toEqual(['ok local:words judges texts: harassment, violence.']);
	});

	it.each([
		['nowhere', undefined, /^fail No usable local model in .*: it has no config.json/],
		['broken', undefined, /^fail The local model in .* cannot be loaded/],
		['words', 'rude=hate', /^fail TROUPE_HARM_LABELS names the label "rude", which the model does not have/],
	])('says why a model does not work: %s %s', async (folder, mapping, finding) => {
		for (const name of ['words', 'broken']) writeTinyClassifier(machine.at(name), { labels: { threat: ['kill'] } });
		writeFileSync(machine.at('broken/onnx/model.onnx'), '');
		Object.assign(machine.environment, { TROUPE_HARM_MODEL: machine.at(folder), ...(mapping && { TROUPE_HARM_LABELS: mapping }) });
		expect(await machine.look(harmClassifierCheck)).toEqual([expect.stringMatching(finding)]);
	});
});

describe('settings', () => {
	const look = (environment: Record<string, string>) => {
		Object.assign(machine.environment, environment);
		return machine.find(settingsCheck);
	};

	it.each([
		['TROUPE_REGISTRY_TOKN', 'TROUPE_REGISTRY_TOKEN'],
		['TROUPE_VAULT_KYE', 'TROUPE_VAULT_KEY'],
		['TROUP_HOME', 'TROUPE_HOME'],
	])('a misspelled %s is named with %s, without its value', async (wrong, right) => {
		expect(await look({ [wrong]: 'my-secret' })).toEqual([
			{ state: 'warn', text: `${wrong} is not a setting of Troupe.`, fix: `Rename it to ${right}, or remove it.` },
		]);
	});

	it('a value that a setting does not have is named once, with those that it has', async () => {
		const environment = { TROUPE_BOUND_TOKENS: 'requried', TROUPE_STALE_POLICY: 'allow', TROUPE_WEBHOOK_PRIVATE: 'Allow' };
		expect((await look(environment)).map(({ state, text }) => `${state}: ${text}`)).toEqual([
			'fail: TROUPE_BOUND_TOKENS is "requried", expected required.',
			'fail: TROUPE_STALE_POLICY is "allow", expected deny or allow-last-approved or audit.',
		]);
	});

	it('an unknown TROUPE_ variable is named; those of others are not', async () => {
		const findings = await look({ TROUPE_SOMETHING_ELSE: 'x', SOMETHING_ELSE: 'x', TROUPE_TOOL_SECRET_SHOP: 's' });
		expect(findings.map(({ text }) => text)).toEqual(['TROUPE_SOMETHING_ELSE is not a setting of this version of Troupe.']);
	});

	it('empty ones, which a template sets where there is no value, are not named (docker/compose#3768)', async () => {
		expect(await look({ TROUPE_TRUST: '', TROUPE_CHROMA_URL: '' })).toEqual([{ state: 'ok', text: expect.any(String) }]);
	});

	it('blank ones, a value beside a file, and a list of servers without its secret are named', async () => {
		const environment = {
			TROUPE_TRUST: ' ',
			TROUPE_REGISTRY_TOKEN: 'my-secret',
			TROUPE_REGISTRY_TOKEN_FILE: '/token',
			TROUPE_TOOL_SECRET_SHOP_SERVERS: 'shop.example',
		};
		expect((await look(environment)).map(({ text }) => text)).toEqual([
			'TROUPE_TRUST is blank, which counts as missing.',
			'TROUPE_REGISTRY_TOKEN and TROUPE_REGISTRY_TOKEN_FILE are both set: the file is not read.',
			'TROUPE_TOOL_SECRET_SHOP_SERVERS limits a secret that is not set, so it counts as a secret of its own.',
		]);
	});

	it.each<Record<string, string>>([
		{ TROUPE_STALE_POLICY: 'never' },
		{ TROUPE_REQUIRE_ROOT: 'yes' },
		{ TROUPE_TENANT: 'Acme Corp' },
		{ TROUPE_APPROVALS: 'people=x' },
		{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
		{ TROUPE_REGISTRY_URL: 'http://registry.example' },
		{ TROUPE_REGISTRY_URL: 'https://registry.example', TROUPE_REGISTRY_TTL: '1h' },
	])('an invalid value fails with its fix: %j', async (environment) => {
		expect(await look(environment)).toEqual([{ state: 'fail', text: expect.stringMatching(/TROUPE_|OTEL_/), fix: expect.any(String) }]);
	});

	it('is well otherwise', async () => {
		expect(await look({ TROUPE_STALE_POLICY: 'audit' })).toEqual([{ state: 'ok', text: 'TROUPE_ variables that are set: 2' }]);
	});
});

describe('agents', () => {
	it('counts valid ones', async () => {
		cpSync('examples/support', machine.at('agents/support'), { recursive: true });
		expect(await machine.look(agentsCheck)).toEqual(['ok Valid agents: 1, in ~/agents']);
	});

	it('names each that is not, and a folder that is missing', async () => {
		machine.environment.TROUPE_AGENTS = machine.at('nowhere');
		write('agents/broken.json', '{');
		write('agents/wrong.json', { id: 'wrong', version: 1 });
		expect(await machine.look(agentsCheck)).toEqual([
			'fail The folder of agents ~/nowhere is missing.',
			expect.stringMatching(/^fail The agent file ~\/agents\/broken\.json /),
			expect.stringMatching(/^fail ~\/agents\/wrong\.json is not an agent definition: .*version/),
		]);
	});
});

it('policies: names each that is invalid', async () => {
	expect(await machine.look(policiesCheck)).toEqual([expect.stringMatching(/^skipped/)]);
	write('policies/good.json', { id: 'good', checks: [{ check: 'secrets', action: 'block' }] });
	expect(await machine.look(policiesCheck)).toEqual(['ok Valid policies: 1']);
	write('policies/other-id.json', { id: 'good', checks: [] });
	expect(await machine.look(policiesCheck)).toEqual([expect.stringMatching(/^fail .*other-id\.json.*another "id"/)]);
});

it('standard-policy: warns of parts that the machine switches off, and fails for unknown ones', async () => {
	expect(await machine.look(standardPolicyCheck)).toEqual([expect.stringMatching(/^ok .*injection/)]);
	machine.environment.TROUPE_STANDARD_WITHOUT = 'injection,secrets';
	expect(await machine.look(standardPolicyCheck)).toEqual([expect.stringMatching(/^warn .*: injection, secrets\./)]);
	machine.environment.TROUPE_STANDARD_WITHOUT = 'all';
	await expect(machine.look(standardPolicyCheck)).rejects.toThrow('names "all"');
});

it('programs: warns of any program and of those outside the sandbox, and fails for a changed file and a wrong origin', async () => {
	expect(await machine.look(programsCheck)).toEqual(['skipped Agents start no programs.']);
	for (const value of ['yes', '1', 'programs.json']) {
		machine.environment.TROUPE_ALLOW_PROGRAMS = value;
		expect(await machine.look(programsCheck)).toEqual([expect.stringMatching(/^fail .*nor an absolute path/)]);
	}
	machine.environment.TROUPE_ALLOW_PROGRAMS = 'true';
	expect(await machine.look(programsCheck)).toEqual([expect.stringMatching(/^warn .*any program/)]);
	mkdirSync(machine.at('.'), { recursive: true });
	writeFileSync(machine.at('server'), 'x');
	const entry = { command: machine.at('server'), sha256: { [machine.at('server')]: hash('sha256', 'x') }, sandbox: false };
	write('programs.json', { programs: [entry] });
	machine.environment.TROUPE_ALLOW_PROGRAMS = machine.at('programs.json');
	const listed = 'ok Programs that agents may start: 1, of ~/programs.json';
	expect(await machine.look(programsCheck)).toEqual([expect.stringMatching(/^warn .*outside of the sandbox/), listed]);
	writeFileSync(machine.at('server'), 'y');
	machine.environment.TROUPE_TOOL_SERVERS = 'https://crm.example.com, crm';
	expect(await machine.look(programsCheck)).toEqual([
		...[
			expect.stringMatching(/^fail .*server has the SHA-256 \w{64}, but ~\/programs.json has \w{64}\./),
			listed,
			expect.stringMatching(/^fail .*"crm".*not an origin/),
		],
		'ok Servers of tools that agents may call: 2',
	]);
});

it('budgets: a named file that is missing or invalid fails', async () => {
	expect(await machine.look(budgetsCheck)).toEqual([expect.stringMatching(/^skipped .*no budget/)]);
	write('budgets.json', { budgets: [{ name: 'all', per: 'day', calls: 3 }] });
	expect(await machine.look(budgetsCheck)).toEqual(['ok Budgets in ~/budgets.json: 1']);
	machine.environment.TROUPE_BUDGETS = machine.at('nowhere.json');
	await expect(machine.look(budgetsCheck)).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('existing file') });
	machine.environment.TROUPE_BUDGETS = machine.at('budgets.json', 'no-folder');
	await expect(machine.look(budgetsCheck)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

describe('models', () => {
	it('are those that agents name', async () => {
		expect(await machine.find(modelsCheck)).toEqual([{ state: 'ok', text: 'Agents ask the models that they name.' }]);
	});

	it('that a variable replaces are told, with whose', async () => {
		Object.assign(machine.environment, { TROUPE_OPENAI_MODEL: 'llama3.2' });
		const [finding] = await machine.find(modelsCheck);
		expect(finding).toMatchObject({
			state: 'warn',
			text: 'TROUPE_OPENAI_MODEL replaces the openai models of agents that are not published: llama3.2.',
		});
		machine.environment.TROUPE_REPLACED_MODELS = 'allow';
		expect((await machine.find(modelsCheck))[0]!.text).toContain('of all agents, of published ones too');
	});
});

describe('approvals', () => {
	it('says that none has to be signed', async () => {
		expect(await machine.look(approvalsCheck)).toEqual([expect.stringMatching(/^skipped No approval of a call has to be signed/)]);
	});

	it('fails where a signature is demanded that this machine cannot verify', async () => {
		machine.environment.TROUPE_APPROVALS = 'signed=irreversible';
		expect(await machine.look(approvalsCheck)).toEqual([expect.stringMatching(/^fail .*neither the keys of your people nor their issuer/)]);
	});

	it('says by whose keys it verifies, and warns of private keys beside the agents', async () => {
		await copyTestKeys(machine.at('../trust'));
		Object.assign(machine.environment, { TROUPE_APPROVALS: 'signed=reversible', TROUPE_TRUST: machine.at('../trust') });
		expect(await machine.look(approvalsCheck)).toEqual([expect.stringMatching(/^ok .*verified by the root of edition 1$/)]);
		await copyTestKeys(machine.at('keys'));
		expect(await machine.look(approvalsCheck)).toEqual([
			expect.stringMatching(/^warn .*private keys are in Troupe's home, where agents run: ~\/keys\//),
		]);
	});
});
