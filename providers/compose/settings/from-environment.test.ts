import { providersFromEnvironment } from './from-environment';

describe('providers from the environment', () => {
	it('are empty where nothing is set, or only blanks', () => {
		expect(providersFromEnvironment({ OPENAI_API_KEY: ' ', ANTHROPIC_API_KEY: '', TROUPE_OPENAI_MODEL: 'gpt-4.1' })).toEqual({});
	});

	it('take keys, base URLs and models', () => {
		const env = {
			OPENAI_API_KEY: 'sk-1\n',
			OPENAI_BASE_URL: 'http://localhost:4000/v1',
			TROUPE_OPENAI_MODEL: 'gpt-4.1',
			ANTHROPIC_API_KEY: 'sk-ant-1',
			ANTHROPIC_BASE_URL: 'http://localhost:4001',
			TROUPE_ANTHROPIC_MODEL: 'claude-haiku-4-5',
		};
		expect(providersFromEnvironment(env)).toEqual({
			openai: { apiKey: 'sk-1', baseUrl: 'http://localhost:4000/v1', model: 'gpt-4.1' },
			anthropic: { apiKey: 'sk-ant-1', baseUrl: 'http://localhost:4001', model: 'claude-haiku-4-5' },
		});
	});

	it('need no key for a server of OpenAI’s protocol, but one for Anthropic', () => {
		const env = { OPENAI_BASE_URL: 'http://localhost:11434/v1', ANTHROPIC_BASE_URL: 'http://localhost:4001' };
		expect(providersFromEnvironment(env)).toEqual({ openai: { apiKey: '', baseUrl: 'http://localhost:11434/v1' } });
	});

	it('take the model that is meant for Troupe, not that of another program', () => {
		const env = { OPENAI_API_KEY: 'sk-1', OPENAI_MODEL: 'for-others', TROUPE_OPENAI_MODEL: 'for-us' };
		expect(providersFromEnvironment(env).openai?.model).toBe('for-us');
	});

	it('take Google’s key by either name, its own first', () => {
		const env = { GEMINI_API_KEY: 'AIza-2', GOOGLE_GEMINI_BASE_URL: 'http://localhost:4002', TROUPE_GOOGLE_MODEL: 'gemini-3.8-flash' };
		expect(providersFromEnvironment(env).google).toEqual({ apiKey: 'AIza-2', baseUrl: 'http://localhost:4002', model: 'gemini-3.8-flash' });
		expect(providersFromEnvironment({ ...env, GOOGLE_API_KEY: 'AIza-1' }).google?.apiKey).toBe('AIza-1');
		expect(providersFromEnvironment({ GOOGLE_GEMINI_BASE_URL: 'http://localhost:4002' })).toEqual({});
	});

	it.each([
		['127.0.0.1:11434', 'http://127.0.0.1:11434'],
		['0.0.0.0', 'http://127.0.0.1:11434'],
		[':8080', 'http://127.0.0.1:8080'],
		['http://[::]:11434/', 'http://127.0.0.1:11434'],
		['ollama.internal', 'http://ollama.internal:11434'],
		['https://ollama.com', 'https://ollama.com'],
		['https://proxy.internal/ollama/', 'https://proxy.internal/ollama'],
		['not an address', 'not an address'],
	])('read Ollama’s host %s as %s', (host, baseUrl) => {
		expect(providersFromEnvironment({ OLLAMA_HOST: host })).toEqual({ ollama: { apiKey: '', baseUrl } });
	});
});
