import { ollamaError, ollamaFaults } from '../../../sandbox/fakes/ollama/ollama-faults';
import { startOllamaServer } from '../../../sandbox/fakes/ollama/ollama-server';
import { describeChatModel } from '../chat-model.contract';
import { createOllamaProvider } from './ollama-provider';

describeChatModel('Ollama', {
	start: () => startOllamaServer({ keys: ['ollama-fake'] }),
	open: (url, apiKey) => createOllamaProvider({ apiKey, baseUrl: url }),
	apiKey: 'ollama-fake',
	model: 'llama3.2',
	faults: {
		rateLimited: ollamaFaults.usageLimit(),
		outOfCredit: ollamaError(402, 'add credits to continue'),
		serverError: ollamaFaults.runnerStopped(),
		contextTooLong: ollamaFaults.contextTooLong(),
	},
});
