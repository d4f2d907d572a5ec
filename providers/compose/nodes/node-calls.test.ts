import type { Credential } from '../../../core/ports/access/credentials';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { NodeHost } from '../hosts/node-host';
import { answerCalls } from './node-calls';

const shop = {
	name: 'shop',
	type: 'httpHeaderAuth',
	data: { name: 'X-Key', value: 'k', allowedHttpRequestDomains: 'domains', allowedDomains: 'a.example' },
};
let stored: Credential | undefined;
const host = {
	...{ gate: openGate(), agentFolders: [], providers: {} },
	secrets: (name: string) => `value of ${name}`,
	credentials: {
		resolve: async (name: string) => ({ ...shop, name, revision: 1 }),
		writeBack: async (changed: Credential) => (stored = changed),
	},
} as unknown as NodeHost;
const answers = (task: object = {}) =>
	answerCalls({ type: 'n8n-nodes-shop.shop', tenant: 'acme', credentials: { httpHeaderAuth: 'shop' }, ...task }, host);
beforeEach(() => (stored = undefined));

it.each([
	['a parameter', { parameters: { auth: { key: '${CRM}' } } }],
	['a list', { parameters: { keys: ['${CRM}'] } }],
	['a structure that an author wrote as text', { parameters: { auth: '{"key": "${CRM}"}' } }],
	['a header of its own', { secrets: ['CRM'] }],
])('answers for a secret that %s names', async (_place, task) => {
	expect(await answers(task)({ of: 'secret', name: 'CRM' })).toBe('value of CRM');
});

it.each([
	['nothing names it', {}],
	['it is a part of a text', { parameters: { text: 'Use ${CRM} here', json: '{"a": "x ${CRM}"}' } }],
	['a variable or a model names it (camunda/connectors#7629)', { data: { key: '${CRM}', auth: '{"key": "${CRM}"}' } }],
	['it is in an item', { parameters: {}, items: [{ json: { text: '${CRM}' } }] }],
	['the parameters name another', { parameters: { key: '${CRM_2}' } }],
])('does not answer for a secret if %s', async (_reason, task) => {
	await expect(answers(task)({ of: 'secret', name: 'CRM' })).rejects.toMatchObject({
		message: expect.stringContaining('no header of its task names') as string,
	});
});

it('answers for no credential that the task does not name', async () => {
	await expect(answers()({ of: 'credential', type: 'slackApi' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(answers({ credentials: { other: 'shop' } })({ of: 'credential', type: 'slackApi' })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
});

it('stores a renewed token, with the servers that the credential had', async () => {
	await answers()({
		of: 'write-back',
		type: 'httpHeaderAuth',
		data: { name: 'X-Key', value: 'new', allowedHttpRequestDomains: 'all', allowedDomains: '' },
	});
	expect(stored).toMatchObject({ data: { ...shop.data, value: 'new' } });
});

it.each([[null], ['text'], [[]]])('stores nothing for %j in place of a credential', async (data) => {
	await expect(answers()({ of: 'write-back', type: 'httpHeaderAuth', data: data as never })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
	expect(stored).toBeUndefined();
});
