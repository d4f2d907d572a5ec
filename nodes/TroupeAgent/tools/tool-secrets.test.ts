import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { fakeExecuteFunctions } from '../../../test/support/n8n/fake-execute-functions';
import { readToolSecrets, testToolSecrets } from './tool-secrets';

const holding = (...entry: object[]): ICredentialDataDecryptedObject => ({ entries: { entry } });
const others = (name: string) => (name === 'OTHER' ? 'from elsewhere' : undefined);

async function readSecrets(...secret: object[]) {
	const context = fakeExecuteFunctions({ parameters: {}, credentials: { troupeToolSecretsApi: holding(...secret) } });
	return (await readToolSecrets(context, 0, others))!;
}

it('gives the secrets of the credential by name, and what it does not have from elsewhere', async () => {
	const secrets = await readSecrets({ name: ' SHOP_KEY ', value: 's3cret', servers: '' });
	expect([secrets('SHOP_KEY', 'any.example'), secrets('SHOP_KEY'), secrets('OTHER'), secrets('NONE')]).toEqual([
		's3cret',
		's3cret',
		'from elsewhere',
		undefined,
	]);
	expect(await readToolSecrets(fakeExecuteFunctions({ parameters: {} }), 0, others)).toBe(others);
});

it('gives a secret to its servers alone, and to no program', async () => {
	const secrets = await readSecrets({ name: 'SHOP_KEY', value: 's3cret', servers: 'API.example.com, *.example.org' });
	for (const server of ['api.example.com', 'a.example.org', 'a.b.example.org']) expect(secrets('SHOP_KEY', server)).toBe('s3cret');
	for (const server of ['example.com', 'example.org', 'notexample.org', 'api.example.com.evil.test', undefined])
		expect(() => secrets('SHOP_KEY', server)).toThrow(expect.objectContaining({ code: 'TOOL_INVALID' }) as Error);
});

it('tests what is filled in, without a word of a value', () => {
	expect(testToolSecrets(holding({ name: 'A', value: 'x' }, { name: 'B_2', value: 'y' }))).toEqual({
		status: 'OK',
		message: 'Secrets that agent definitions can use: A, B_2',
	});
	const wrong: Array<[RegExp, ICredentialDataDecryptedObject]> = [
		[/no secret/, {}],
		[/name of secret 1/, holding({ name: 's3cret', value: 'shop-key' })],
		[/A is listed twice/, holding({ name: 'A', value: 's3cret' }, { name: 'A', value: 'y' })],
		[/A has no value/, holding({ name: 'A', value: ' ' })],
	];
	for (const [message, data] of wrong) {
		const result = testToolSecrets(data);
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) as string });
		expect(result.message).not.toContain('s3cret');
	}
});
