import { googleFaults } from '../../../sandbox/fakes/google/google-faults';
import { startGoogleServer } from '../../../sandbox/fakes/google/google-server';
import { describeChatModel } from '../chat-model.contract';
import { createGoogleProvider } from './google-provider';

describeChatModel('Google', {
	start: () => startGoogleServer(),
	open: (url, apiKey) => createGoogleProvider({ apiKey, baseUrl: url }),
	apiKey: 'AIza-fake',
	model: 'gemini-3.8-flash',
	faults: {
		rateLimited: googleFaults.rateLimited('2s'),
		outOfCredit: googleFaults.outOfCredit(),
		serverError: googleFaults.serverError(),
		contextTooLong: googleFaults.contextTooLong(),
	},
});
