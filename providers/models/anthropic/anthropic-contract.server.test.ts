import { anthropicFaults } from '../../../sandbox/fakes/anthropic/anthropic-faults';
import { startAnthropicServer } from '../../../sandbox/fakes/anthropic/anthropic-server';
import { describeChatModel } from '../chat-model.contract';
import { createAnthropicProvider } from './anthropic-provider';

describeChatModel('Anthropic', {
	start: () => startAnthropicServer(),
	open: (url, apiKey) => createAnthropicProvider({ apiKey, baseUrl: url }),
	apiKey: 'sk-ant-fake',
	model: 'claude-sonnet-5',
	faults: {
		rateLimited: anthropicFaults.rateLimited({ 'retry-after': '2' }),
		outOfCredit: anthropicFaults.outOfCredit(),
		serverError: anthropicFaults.serverError(),
		contextTooLong: anthropicFaults.promptTooLong(),
	},
});
