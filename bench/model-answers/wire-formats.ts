import { startAnthropicServer } from '../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startGoogleServer } from '../../sandbox/fakes/google/google-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import type { Host } from '../../providers/compose/hosts/host';

/** A protocol of a model, with its stand-in. */
export interface WireFormat {
	name: 'openai' | 'anthropic' | 'google';
	model: string;
	start(respond: FakeResponder): Promise<FakeServer>;
	settings(url: string): Host['providers'];
}

export const wireFormats: WireFormat[] = [
	{
		name: 'openai',
		model: 'gpt-4.1-mini',
		start: (respond) => startOpenAiServer({ respond }),
		settings: (url) => ({ openai: { apiKey: 'sk-fake', baseUrl: `${url}/v1` } }),
	},
	{
		name: 'anthropic',
		model: 'claude-haiku-4-5',
		start: (respond) => startAnthropicServer({ respond }),
		settings: (url) => ({ anthropic: { apiKey: 'sk-ant-fake', baseUrl: url } }),
	},
	{
		name: 'google',
		model: 'gemini-2.5-flash',
		start: (respond) => startGoogleServer({ respond }),
		settings: (url) => ({ google: { apiKey: 'AIza-fake', baseUrl: url } }),
	},
];
