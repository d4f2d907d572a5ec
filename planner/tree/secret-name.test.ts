import { readTree } from './read-tree';
import { looksLikeSecret, refuseSecretChange } from './secret-name';

it.each([
	'erp',
	'Shop (production)',
	'stripe-live-2024',
	'Account of Maria',
	'crm.acme.example',
	'contabilização',
	'header auth account 2',
	'smtp_br_v2',
])('takes %s for a name', (name) => {
	expect(looksLikeSecret(name)).toBe(false);
});

it.each([
	'SEKRET-7f3a9b2c4d5e6f708192',
	'7f3a9b2c4d5e',
	'Bearer kJ8s0Qm2Vx71LpZr',
	['ghp', '_16C7e42F292c6912E7710c838347Ae178B4a'].join(''),
	'it is Xk29vLq0TzW81mNb',
])('takes %s for a secret', (name) => {
	expect(looksLikeSecret(name)).toBe(true);
});

it('refuses a change with a secret in the place of a name, and does not repeat it', () => {
	const change = (name: string) => () => refuseSecretChange(`"Pay it" uses the credential ${name}`);
	expect(change('erp')).not.toThrow();
	expect(change('SEKRET-7f3a9b2c4d5e6f708192')).toThrow(/^(?!.*7f3a9b2c).*looks like a secret itself/);
});

it('leaves a secret out of the request that a model wrote, which then needs a credential', () => {
	const request = { kind: 'http', name: 'Pay', method: 'POST', url: 'https://pay.example/x', credential: '7f3a9b2c4d5e6f708192' };
	const { tree } = readTree({ name: 'P', do: [request] });
	expect(tree!.do[0]).toMatchObject({ kind: 'http', needsCredential: true });
	expect(JSON.stringify(tree)).not.toContain('7f3a9b2c');
});
