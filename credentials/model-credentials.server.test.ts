import { runInNewContext } from 'node:vm';
import { settingLists } from '../core/base/settings/setting-choices';
import type { IAuthenticateGeneric, ICredentialDataDecryptedObject, ICredentialType } from 'n8n-workflow';
import { startCohereServer } from '../sandbox/fakes/cohere-server';
import { TroupeAnthropicApi } from './TroupeAnthropicApi.credentials';
import { TroupeCohereApi } from './TroupeCohereApi.credentials';
import { TroupeGoogleAiApi } from './TroupeGoogleAiApi.credentials';
import { TroupeOllamaApi } from './TroupeOllamaApi.credentials';
import { TroupeOpenAiApi } from './TroupeOpenAiApi.credentials';

/** Those of models are tested by the node Troupe Model: nodes/shared/models/test-credential.server.test.ts. */
const types: ICredentialType[] = [
	new TroupeOpenAiApi(),
	new TroupeAnthropicApi(),
	new TroupeGoogleAiApi(),
	new TroupeOllamaApi(),
	new TroupeCohereApi(),
];

describe.each(types)('the credential $name', ({ properties }) => {
	it('keeps the key from being seen', () => {
		expect(properties.find(({ name }) => name === 'apiKey')!.typeOptions).toEqual({ password: true });
	});

	it('says of each field what belongs there', () => {
		for (const { description } of properties) expect(description).toMatch(/\S/);
	});
});

/** A value as n8n reads it: `={{ … }}` holds an expression. */
function read(value: unknown, $credentials: ICredentialDataDecryptedObject): string {
	return String(value)
		.replace(/^=/, '')
		.replace(/\{\{(.*?)\}\}/g, (_all, expression: string) => String(runInNewContext(expression, { $credentials })));
}

/** The credential's test, as n8n makes it. */
function test(type: ICredentialType, data: ICredentialDataDecryptedObject): Promise<Response> {
	const { baseURL, url } = type.test!.request;
	const { headers = {} } = (type.authenticate as IAuthenticateGeneric).properties;
	const given = Object.entries(headers).map(([name, value]): [string, string] => [name, read(value, data)]);
	return fetch(read(baseURL, data) + url, { headers: given });
}

describe('the credential for Cohere', () => {
	const type = new TroupeCohereApi();

	it('passes its test with the right key alone, which stays out of the address', async () => {
		const server = await startCohereServer();
		const data = { apiKey: 'co-fake', baseUrl: `${server.url}/v2/` };
		expect((await test(type, data)).status).toBe(200);
		expect((await test(type, { ...data, apiKey: 'wrong' })).status).toBeGreaterThanOrEqual(400);
		for (const call of server.calls) expect(call.path).not.toMatch(/wrong|fake/);
		await server.close();
	});

	it('asks the provider itself where no base URL is given', () => {
		expect(read(type.test.request.baseURL, { baseUrl: '' })).toBe('https://api.cohere.com');
	});
});

it('offers every need of the setting in Server Needs, under its name', () => {
	const { options = [] } = new TroupeOpenAiApi().properties.find(({ name }) => name === 'needs')!;
	const offered = options.flatMap((option) => ('value' in option ? [option] : []));
	expect(offered.map(({ value }) => value).sort()).toEqual([...settingLists.TROUPE_OPENAI_NEEDS].sort());
	for (const { name, value } of offered) expect(name.toLowerCase().replaceAll(' ', '-')).toBe(value);
});
