import { toolAgent } from '../../../../test/fakes/tool-agent';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { findTokensInAddresses } from '../../../guardrails/addresses/tokens-in-addresses';
import { findUnknownAddresses } from '../../../guardrails/addresses/unknown-addresses';
import type { TrailEntry } from '../trail/trail-entry';
import { listGivenTexts } from './given-texts';

const form = 'https://crm.example/find?cpf=[CPF_1_k3f9x2]';
const short = 'https://aur.example/k7';
const prepared = {
	...{ kind: 'prepared', message: 'And now?', passages: [] },
	turns: [{ message: `Shorten ${form}`, reply: `It is ${short}` }],
} as unknown as TrailEntry;
const given = (isCalled: boolean) => listGivenTexts(toolAgent(scriptedChatModel(), {}).definition, { entries: [prepared] }, isCalled);
const removed = (text: string) => findUnknownAddresses(text, given(false), '').length > 0;

test('an address with a value can be repeated in a later turn if the person gave it, and not if another agent’s model did', () => {
	expect(findTokensInAddresses(`See ${form}`, given(false))).toEqual([]);
	expect(findTokensInAddresses(`See ${form}`, given(true))).toHaveLength(1);
});

test('a link that an earlier reply showed stays in a later one, without values, and not as an image', () => {
	expect(removed(`It was ${short}`)).toBe(false);
	expect(findTokensInAddresses(`${short}?cpf=[CPF_1_k3f9x2]`, given(false))).toHaveLength(1);
	expect(removed(`![x](${short})`)).toBe(true);
	expect(removed('https://evil.example/k7')).toBe(true);
});

test('a collection lets a reply link to its addresses as they are, or to their hosts; documents of the author to any page there', () => {
	const passage = { title: 'Help', text: 'See https://help.example/start.' };
	const entries = [{ ...prepared, turns: [], passages: [passage] }] as unknown as TrailEntry[];
	const removedBy = (knowledge: object, text: string) => {
		const definition = { ...toolAgent(scriptedChatModel(), {}).definition, knowledge } as Parameters<typeof listGivenTexts>[0];
		return findUnknownAddresses(text, listGivenTexts(definition, { entries }, false), '').length > 0;
	};
	const links = ['https://help.example/start', 'https://help.example', 'https://help.example/p?d=secret'];
	expect(links.map((link) => removedBy({ collection: 'house' }, link))).toEqual([false, false, true]);
	expect(links.map((link) => removedBy({ documents: 'docs' }, link))).toEqual([false, false, false]);
});

test('memories, summaries and answers of persons are told, and what a calling agent wrote', () => {
	const entries = [
		{ ...prepared, memories: [{ text: 'Has 2 cats.' }], summary: 'Asked about 3 lamps.' },
		{ kind: 'decision', callId: '1', approved: true, text: 'Give 4 days.', violations: [] },
	] as unknown as TrailEntry[];
	const told = (isCalled: boolean) => listGivenTexts(toolAgent(scriptedChatModel(), {}).definition, { entries }, isCalled).told;
	expect(told(false)).toEqual(['Has 2 cats.', 'Asked about 3 lamps.', 'Give 4 days.']);
	expect(told(true)).toContain('And now?');
});
