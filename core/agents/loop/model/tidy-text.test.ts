import { lastText, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { toolAgent } from '../../../../test/fakes/tool-agent';

const script = 'Assistant: We open at 9.\nCustomer: Thanks!\nAssistant: You are welcome!';

test('a customer reads the answer alone, and nobody is told what they did not write (anthropics/claude-code#76378)', async () => {
	expect(await run(toolAgent(scriptedChatModel(script), {}), 'When do you open?')).toMatchObject({ kind: 'reply', reply: 'We open at 9.' });
});

test('an object around the answer stays if the message asks for JSON', async () => {
	const answer = '{"answer":"We open at 9."}';
	expect(await run(toolAgent(scriptedChatModel(answer), {}), 'When do you open?')).toMatchObject({ reply: 'We open at 9.' });
	const model = scriptedChatModel(answer);
	expect(await run(toolAgent(model, {}), 'When do you open? Answer as JSON.')).toMatchObject({ reply: answer });
	expect(lastText(model)).toContain('JSON');
});
