import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { readSettings } from './read-credentials';

const own = { openAiApi: { apiKey: 'sk-n8n', url: 'https://gateway.example.com/v1', organizationId: 'org-1' } };
const troupe = { troupeOpenAiApi: { apiKey: 'sk-troupe', baseUrl: '', model: 'gpt-5' } };
const context = (credentials: FakeExecution['credentials'], credentialKind = '') =>
	fakeExecuteFunctions({ parameters: { ...(credentialKind && { credentialKind }) }, credentials });

describe('the settings of a provider', () => {
	it("are read from n8n's own credential where the node says so", async () => {
		expect(await readSettings(context({ ...own, ...troupe }, 'n8n'), 'openai')).toEqual({
			apiKey: 'sk-n8n',
			baseUrl: 'https://gateway.example.com/v1',
			headers: { 'openai-organization': 'org-1' },
		});
		expect(await readSettings(context({ ...own, ...troupe }, 'troupe'), 'openai')).toEqual({ apiKey: 'sk-troupe', model: 'gpt-5' });
	});

	it('are read from whichever credential is set where the node does not say', async () => {
		expect(await readSettings(context(own), 'openai')).toMatchObject({ apiKey: 'sk-n8n' });
		expect(await readSettings(context(troupe), 'openai')).toMatchObject({ apiKey: 'sk-troupe' });
	});

	it('of a list of models are those of the credential that its entry names', async () => {
		expect(await readSettings(context({ ...own, ...troupe }), 'openai', 0, 'n8n')).toMatchObject({ apiKey: 'sk-n8n' });
	});

	it.each([
		['anthropic', { anthropicApi: { apiKey: 'k', url: 'https://api.anthropic.com' } }, { keyHeader: 'x-api-key' }],
		['google', { googlePalmApi: { apiKey: 'k', host: 'https://gemini.example.com' } }, { baseUrl: 'https://gemini.example.com' }],
		['ollama', { ollamaApi: { apiKey: 'k', baseUrl: 'http://ollama:11434' } }, { baseUrl: 'http://ollama:11434' }],
		[
			'openai',
			{ openAiApi: { apiKey: 'k', url: 'https://api.openai.com/v1', header: true, headerName: 'x-team', headerValue: 'a b' } },
			{ headers: { 'x-team': 'a b' } },
		],
		['openai', { openAiApi: { apiKey: 'k', header: false, headerName: 'x-team', headerValue: 'off' } }, {}],
	] as const)("take over what n8n's own credential for %s holds: %j", async (provider, credentials, expected) => {
		expect(await readSettings(context(credentials, 'n8n'), provider)).toEqual({ apiKey: 'k', ...expected });
	});

	it('name the credential that is missing or empty', async () => {
		await expect(readSettings(context(troupe, 'n8n'), 'openai')).rejects.toThrow(
			"The node needs n8n's OpenAI Credential, but none is selected.",
		);
		await expect(readSettings(context({ openAiApi: { apiKey: ' ' } }, 'n8n'), 'openai')).rejects.toThrow('has neither an API key');
	});
});
