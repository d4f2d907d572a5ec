/** The forms that blank answers have at the vendors: a route leaves each of them to the next model. */
import { createRouter } from '../../core/llm/router/create-router';
import { systemClock } from '../../core/ports/host';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { openProvider } from './open-provider';

const google = (candidate: object) => ({ candidates: [{ finishReason: 'STOP', ...candidate }] });
const openai = (message: object) => ({ choices: [{ message, finish_reason: 'stop' }] });

it.each<[string, ProviderName, object]>([
	['no text', 'openai', openai({ content: '' })],
	['null for a text', 'openai', openai({ content: null, tool_calls: [] })],
	['only thoughts (can1357/oh-my-pi#9523)', 'openai', openai({ content: '', reasoning_content: 'Hm.' })],
	['no content (spacedriveapp/spacebot#171)', 'anthropic', { content: [], stop_reason: 'end_turn' }],
	['only thoughts', 'anthropic', { content: [{ type: 'thinking', thinking: 'Hm.', signature: 's' }], stop_reason: 'end_turn' }],
	['no parts (Idun-Group/idun-agent-platform#687)', 'google', google({ content: { role: 'model' } })],
	['no content', 'google', google({})],
	['no candidates', 'google', { usageMetadata: { promptTokenCount: 9 } }],
	['only thoughts', 'google', google({ content: { parts: [{ text: 'Hm.', thought: true }] } })],
	['no text', 'ollama', { message: { content: '' }, done: true, done_reason: 'stop' }],
	['only thoughts', 'ollama', { message: { content: '', thinking: 'Hm.' }, done: true, done_reason: 'stop' }],
])('an answer with %s, of %s', async (_what, name, body) => {
	const fetch = () => Promise.resolve(Response.json(body));
	const model = (await openProvider(name, { apiKey: 'key' }, { fetch })).chat('m');
	const route = createRouter([{ model }, { model: scriptedChatModel('Yes.') }], { clock: systemClock });
	const request = { messages: [{ role: 'user' as const, content: 'Hello' }] };
	expect(await route.generate(request, new AbortController().signal)).toMatchObject({
		text: 'Yes.',
		attempts: [{ model: `${name}:m`, errorCode: 'MODEL_OUTPUT_INVALID' }, { ok: true }],
	});
});
