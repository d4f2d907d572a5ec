import { leavesMachine } from './leaves-machine';

test.each([
	['ollama', undefined, false],
	['ollama', 'http://127.0.0.1:11434', false],
	['ollama', 'http://[::1]:11434', false],
	['ollama', 'http://localhost:11434/api', false],
	['ollama', 'http://127.0.0.1.evil.example:11434', true],
	['ollama', 'http://ollama:11434', true],
	['openai', 'http://127.0.0.1:4000/v1', true],
	['google', undefined, true],
] as const)('texts for %s at %s leave this machine: %s', (provider, baseUrl, leaves) => {
	const providers = { [provider]: { apiKey: '', ...(baseUrl && { baseUrl }) } };
	expect(leavesMachine(provider, { providers })).toBe(leaves);
});
