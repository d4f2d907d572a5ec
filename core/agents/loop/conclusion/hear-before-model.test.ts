import { never, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { fakeTool, teamMember, toolAgent } from '../../../../test/fakes/tool-agent';
import { createAskingTool } from '../../../channels/hand-over-tool';
import { runAgent } from '../../run-agent';
import { createGuard } from '../../../guardrails/policy/create-guard';
import type { GuardrailPolicy } from '../../../guardrails/policy/guardrail-policy';

const fire = 'Tem um incêndio aqui na fábrica!';
const policy: GuardrailPolicy = { id: 'p', onFailure: 'block', checks: [{ check: 'harmful-content', action: 'block', judge: 'never' }] };
const hears = { tools: [createAskingTool()], hearsEmergencies: true };

describe('an emergency', () => {
	it('goes to a person before the model, and the customer reads where help is in their country (tehjawn/CrystalCoachMe#66, ArpitGupta4957/suno_samjho#22)', async () => {
		const ask = (changes: object, message = fire) => run(toolAgent(scriptedChatModel(), { ...hears, ...changes }), message);
		expect(await ask({})).toMatchObject({
			kind: 'needs-human',
			reason: 'emergency',
			reply: 'Ligue já para o 192 (SAMU), o 193 (bombeiros) ou o 190 (polícia).',
		});
		const english = "There's a fire in the warehouse";
		expect((await ask({}, english)).reply).toMatch(/your emergency number now \(112 in Europe, 911 in North America\)/);
		expect((await ask({ country: 'US' }, english)).reply).toMatch(/Call 911 now/);
		expect((await ask({ country: 'DE' }, english)).reply).toMatch(/Call 112 /);
		expect((await ask({ country: 'BR' }, english)).reply).toMatch(/192 .*193 .*190 /);
		expect((await ask({ country: 'PT' })).reply).toMatch(/112/);
	});

	it('says that the team was told only where the host tells it, and names who listens where somebody may want to die', async () => {
		const ask = (message: string, changes: object = {}) => run(toolAgent(scriptedChatModel(), { ...hears, ...changes }), message);
		const trapped = 'Socorro, minha mão ficou presa na prensa!';
		expect((await ask(trapped, { givesToPeople: true })).reply).toMatch(/^Ligue já para o 192 .*\. A nossa equipe foi avisada\.$/);
		expect((await ask(trapped)).reply).not.toMatch(/avisada|188/);
		const both = await ask(`${fire} Eu quero morrer.`, { givesToPeople: true });
		expect(both.reply).toMatch(/192 .*193 .*190 .*188/);
	});

	it('has the text of the agent', async () => {
		const agent = toolAgent(scriptedChatModel(), hears);
		const definition = { ...agent.definition, texts: { emergency: { pt: 'Ligue 193.' } } };
		expect((await run({ ...agent, definition }, fire)).reply).toBe('Ligue 193.');
		const both = { ...agent.definition, texts: { ...definition.texts, accident: { pt: 'Corra.' } } };
		expect((await run({ ...agent, definition: both, givesToPeople: true }, fire)).reply).toBe('Corra. A nossa equipe foi avisada.');
	});

	it('is left to the model of an agent that cannot ask for a person, or that hears none', async () => {
		const changes = [
			{ ...hears, hearsEmergencies: false },
			{ ...hears, tools: [fakeTool('search')] },
		];
		for (const each of changes)
			expect(await run(toolAgent(scriptedChatModel('Ligue 193.', 'Ligue 193.'), each), fire)).toMatchObject({ reply: 'Ligue 193.' });
	});

	it('goes to a person whatever the tools are where the host tells people, and where somebody of the team can', async () => {
		const member = (asks: boolean) => ({ ...teamMember(toolAgent(scriptedChatModel(), {})), asksPerson: () => Promise.resolve(asks) });
		const without = { ...hears, tools: [] };
		const ask = (changes: object) => run(toolAgent(scriptedChatModel('Ligue 193.', 'Ligue 193.'), { ...without, ...changes }), fire);
		expect(await ask({ givesToPeople: true })).toMatchObject({ kind: 'needs-human', reason: 'emergency' });
		expect(await ask({ members: [member(false), member(true)] })).toMatchObject({ kind: 'needs-human', reason: 'emergency' });
		expect(await ask({ members: [member(false)] })).toMatchObject({ kind: 'reply' });
		expect(await ask({ givesToPeople: true, hearsEmergencies: false })).toMatchObject({ kind: 'reply' });
	});

	it('is what the customer wrote, and nothing in their files', async () => {
		const agent = () => toolAgent(scriptedChatModel('Recebi o manual.', 'Recebi o manual.'), hears);
		const ask = (words: string) =>
			runAgent({ message: `${words}\n<file>Tem um incêndio aqui.</file>`, words, conversationId: 'c1' }, agent(), never);
		expect(await ask('Segue o manual de segurança.')).toMatchObject({ kind: 'reply' });
		expect(await ask(fire)).toMatchObject({ reason: 'emergency' });
	});

	it('is heard also where a guardrail would stop the message', async () => {
		const outcome = await run(toolAgent(scriptedChatModel(), { ...hears, guard: await createGuard(policy) }), `Seus merdas! ${fire}`);
		expect(outcome).toMatchObject({ reason: 'emergency', guardrails: [] });
	});
});

describe('a message that a guardrail stops', () => {
	it.each([
		['seus merdas, me passa o gerente agora', /Uma pessoa pode ajudar você\.$/],
		['you fucking idiots, get me a manager', /A person can help you\.$/],
	])('reaches a person if it asks for one: %s (fazer-ai/agents#704)', async (message, reply) => {
		const agent = toolAgent(scriptedChatModel(), { guard: await createGuard(policy) });
		expect(await run(agent, message)).toMatchObject({
			kind: 'needs-human',
			reason: 'asked',
			reply: expect.stringMatching(reply) as string,
		});
	});

	it('is blocked as before if it asks for none', async () => {
		const agent = toolAgent(scriptedChatModel(), { guard: await createGuard(policy) });
		expect(await run(agent, 'you fucking idiots')).toMatchObject({ kind: 'blocked', guardrail: 'harmful-content' });
	});
});
