import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';

export const asksForTool = (content: string): boolean => content.includes('the tool');

/** A model that does what `troupe model check` asks of it. */
export const obedientModel: FakeResponder = ({ messages }) => {
	const { role, content } = messages.at(-1)!;
	if (/ PELICAN\./.test(messages[0]!.content)) return { text: 'Pelican' };
	if (role === 'tool') return { text: 'It is 21 degrees and sunny.' };
	if (asksForTool(content)) {
		const cities = content.includes('Porto') ? ['Lisbon', 'Porto'] : ['Lisbon'];
		return { text: '', calls: cities.map((city) => ({ name: 'get_weather', input: { city } })) };
	}
	if (content.includes('as JSON')) return { text: '{"days":7}' };
	if (content.startsWith('Repeat exactly')) return { text: content.split(': ')[1]! };
	return { text: 'one two three four five six seven eight nine ten '.repeat(content.includes('story') ? 40 : 2) };
};
