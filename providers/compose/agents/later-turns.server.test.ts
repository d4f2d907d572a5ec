import { openStand, type Stand } from '../../../bench/model-answers/open-stand';
import { playSample } from '../../../bench/model-answers/play-sample';
import type { Case } from '../../../bench/model-answers/sample';
import { wireFormats } from '../../../bench/model-answers/wire-formats';

const later: Case = {
	...{ agent: 'support', language: 'en', passage: 'Refurbished machines have', must: [] },
	before: ['How long is the warranty on a coffee machine?'],
	message: 'And how long is it for a refurbished machine?',
	ordinary: { support: [{ text: 'Refurbished machines have a warranty of 12 months [{n}].' }] },
};

describe.each(wireFormats)('over $name, an answer to a later message', (format) => {
	let stand: Stand;
	beforeAll(async () => {
		stand = await openStand(format);
	});
	afterAll(() => stand.close());

	const play = async (text?: string) => {
		const received = await playSample(stand, later, text === undefined ? undefined : { ...sample, text });
		return { ...received, turns: stand.model.requests[0]!.messages.filter(({ role }) => role !== 'system') };
	};
	const sample = { id: 'later', kind: 'later', case: 'later', format: format.name, streams: true };

	test('is asked for with the earlier answer without its number (cuga-project/cuga-agent#505)', async () => {
		const { turns, reply, citations } = await play();
		expect(turns[1]!.content).toBe('Refurbished machines have a warranty of 12 months [source].');
		expect(reply).toMatch(/^Refurbished machines have a warranty of 12 months \[\d\]\.$/);
		expect(Object.values(citations)).toEqual([expect.stringContaining('warranty-and-repairs')]);
	});

	test('gets the number of its passage where the model copied the mark', async () => {
		const { reply, streamed, citations, modelCalls } = await play('Refurbished machines have a warranty of 12 months [source].');
		expect([reply, streamed]).toEqual(Array(2).fill(expect.stringMatching(/^Refurbished machines have a warranty of 12 months \[\d\]\.$/)));
		expect([Object.values(citations).length, modelCalls]).toEqual([1, 1]);
	});

	test('is asked for once more where no passage says what has the mark', async () => {
		const { reply, streamed, modelCalls } = await play('For these it is one year [source]. Kettles are the same [source].');
		expect([reply, streamed]).toEqual(Array(2).fill(expect.stringMatching(/^Refurbished machines have a warranty of 12 months \[\d\]\.$/)));
		expect(modelCalls).toBe(2);
	});
});
