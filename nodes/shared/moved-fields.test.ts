import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { openGate } from '../../test/fakes/permissive-gate';
import { fillIn } from '../../test/shared/node-forms/shown-by-n8n';
import { loadNode, nodeFiles } from '../../test/shared/package-files';
import { execute as executeAgent } from '../TroupeAgent/execute';
import { execute as executeGuardrails } from '../TroupeGuardrails/execute';
import { execute as executeKnowledge } from '../TroupeKnowledge/execute';
import { execute as executeMemory } from '../TroupeMemory/execute';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';

const home = mkdtempSync(join(tmpdir(), 'troupe-moved-'));
beforeAll(() => void (process.env.TROUPE_HOME = home));
afterAll(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

type Execute = (this: IExecuteFunctions, gate: ReturnType<typeof openGate>) => Promise<INodeExecutionData[][]>;

/** Runs a node with what n8n gives it of a saved workflow. */
function run(name: string, execute: Execute, saved: INodeParameters, typeVersion = 1) {
	const { description } = loadNode(nodeFiles.find((file) => file.endsWith(`/${name}.node.ts`))!);
	return execute.call(fakeExecuteFunctions({ parameters: fillIn(description, typeVersion, saved), node: { typeVersion } }), openGate());
}
const agent = (saved: INodeParameters, version = 2) =>
	run('TroupeAgent', executeAgent, { source: 'form', model: 'none', message: 'Hello', conversationId: 'c1', ...saved }, version);
const guardrails = (saved: INodeParameters) =>
	run('TroupeGuardrails', executeGuardrails, { text: 'Hello', conversationId: 'c1', ...saved });
/** A guardrail as it was saved when it had options. */
const saved = (check: string, options: INodeParameters, fields: INodeParameters = {}): INodeParameters => ({
	guardrails: { [check]: [{ action: 'block', options, ...fields }] },
});
const memory = (saved: INodeParameters) =>
	run('TroupeMemory', executeMemory, { operation: 'recall', person: 'ana', conversation: '', ...saved }, 2);
const knowledge = (saved: INodeParameters) => run('TroupeKnowledge', executeKnowledge, { operation: 'list', collection: 'a', ...saved }, 2);

it.each<[label: string, run: () => Promise<unknown>]>([
	['Personal Data', () => agent({ personalData: 'block' })],
	['Personal Data', () => agent({ personalData: 'block', task: 'export' })],
	['Max Turns', () => agent({ memoryTurns: 0 })],
	['When a Person Has to Decide', () => agent({ whenPersonDecides: 'return' })],
	['Send Form Link To', () => agent({ notifyUrl: 'https://example.com' })],
	['When No Model Answers', () => agent({ whenNoModelAnswers: 'quote' })],
	['Simplify', () => agent({ simplify: false })],
	['Person ID', () => agent({ personId: 'ana' })],
	['Person ID', () => agent({ personId: 'ana', source: 'choose' }, 1)],
	['When a Guardrail Fails', () => guardrails({ onFailure: 'pass' })],
	['Use a Judge', () => guardrails({ useJudge: true })],
	['Include Other Input Fields', () => guardrails({ includeOtherFields: false })],
	['Include Other Input Fields', () => guardrails({ operation: 'mask', includeOtherFields: true })],
	['Person ID', () => guardrails({ contactId: 'ana' })],
	['Type of Text', () => guardrails({ stage: 'tool-result' })],
	['Threshold" of the guardrail "Injection', () => guardrails(saved('injection', { threshold: 0.2 }))],
	['Mask" of the guardrail "Personal Data', () => guardrails(saved('personal-data', { mask: 'token' }))],
	['Types" of the guardrail "Personal Data', () => guardrails({ operation: 'checkReply', ...saved('personal-data', { types: ['CPF'] }) })],
	['Rules by Kind" of the guardrail "Harmful Content', () => guardrails(saved('harmful-content', { kinds: '{"hate":{"threshold":0.2}}' }))],
	['Store', () => memory({ store: 'credential' })],
	['State', () => knowledge({ stateIn: 'database' })],
])('refuses a saved value of %s in its earlier place', async (label, attempt) => {
	await expect(attempt()).rejects.toThrow(`The workflow has a value for "${label}" that was saved before this field moved.`);
});

it('runs where the option is set, where the earlier value is the default, and where the form did not show it', async () => {
	const byForm = { personalData: 'block', whenPersonDecides: 'form', simplify: true };
	await expect(agent({ ...byForm, options: { personalData: 'token' } })).rejects.toThrow('The agent has nothing to answer from');
	await expect(
		agent({ source: 'choose', agent: { __rl: true, mode: 'id', value: 'support' }, personalData: 'block' }, 1),
	).resolves.toBeDefined();
	await expect(guardrails({ onFailure: 'block', useJudge: false, includeOtherFields: true, stage: 'input' })).resolves.toBeDefined();
	await expect(guardrails(saved('injection', { threshold: 0.5 }))).resolves.toBeDefined();
	await expect(guardrails(saved('injection', { threshold: 0.2 }, { threshold: 0.3 }))).resolves.toBeDefined();
	await expect(memory({ store: 'own' })).resolves.toBeDefined();
});

it('names the place of an option', async () => {
	await expect(guardrails({ contactId: 'ana' })).rejects.toMatchObject({
		description: expect.stringContaining('Add the option "Person ID", set its value') as string,
	});
});
