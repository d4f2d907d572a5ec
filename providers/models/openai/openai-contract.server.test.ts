import { openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { describeChatModel } from '../chat-model.contract';
import { createOpenAiProvider } from './openai-provider';

describeChatModel('OpenAI', {
	start: () => startOpenAiServer({ models: ['gpt-4.1-mini'] }),
	open: (url, apiKey) => createOpenAiProvider({ apiKey, baseUrl: `${url}/v1` }),
	apiKey: 'sk-fake',
	model: 'gpt-4.1-mini',
	faults: {
		rateLimited: openAiFaults.rateLimited({ 'retry-after': '2' }),
		outOfCredit: openAiFaults.insufficientQuota(),
		serverError: openAiFaults.serverError(),
		contextTooLong: openAiFaults.contextTooLong(),
	},
});
