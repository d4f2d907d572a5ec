import { describeInBrowser, openStage, type Stage } from './stage';

const wish = 'Customers ask for refunds. If the amount is above 500, the manager approves it. Then finance pays the refund.';
/** Each message is an execution of n8n, and a proof plays the cases of a process. */
const slow = 600_000;

describeInBrowser('a process that is planned in a chat', () => {
	let stage: Stage;
	beforeAll(async () => void (stage = await openStage()), 300_000);
	afterAll(() => stage?.close());

	it(
		'from an empty canvas: asks, draws, proves, answers, and confirms nothing by a yes; then with a model',
		async () => {
			const { canvas, panel, chat } = stage.user;
			await canvas.startAnew();
			await canvas.begin('On chat message');
			await panel.close();
			const choice = { search: 'process design', name: 'Troupe Planner', action: 'Plan in a conversation' };
			await canvas.addAfter('When chat message received', choice);
			expect(await panel.complaints()).toEqual([]);
			await panel.close();
			expect(await canvas.readSubtitle('Troupe Planner')).toBe('Plan in a conversation');
			await chat.open();
			let reply = await chat.ask(wish);
			for (let asked = 0; !reply.includes('Hash:') && asked < 9; asked++) reply = await chat.ask('you decide');
			expect(reply).toMatch(/Steps[\s\S]*manager[\s\S]*Hash: [0-9a-f]{64}/);
			expect(await chat.ask('What are the risks?')).toMatch(/wait/i);
			expect(await chat.ask('Ok, run it')).toContain('A message cannot confirm or start a plan.');
			await canvas.addInto('Troupe Planner', 'Model', { search: 'openai', name: 'OpenAI Chat Model' });
			await panel.credential.createOnce('OpenAI', stage.openAiAccount);
			await stage.standIn(() => panel.toggle('Use Responses API'));
			await panel.close();
			expect(await canvas.isComplaining('Troupe Planner')).toBe(false);
			stage.openAi.script([{ text: 'The manager, above 500.' }]);
			expect(await chat.ask('Who approves?')).toBe('The manager, above 500.');
			expect(JSON.stringify(stage.openAi.calls.at(-1)!.body)).toContain('Who approves?');
		},
		slow,
	);
});
