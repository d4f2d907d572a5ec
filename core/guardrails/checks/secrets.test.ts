import type { GivenTexts, GuardrailStage } from '../../ports/guardrails/guardrail-context';
import { secrets } from './secrets';

const value = 'mQ7vR2xK9pLt4Wb';
const results = [
	`{"tracking":"https://parcels.example/follow?order=77&token=${value}"}`,
	`Set a new one: https://desk.example/new-password/token/${value}`,
	`Export: https://backend.example/rows?access_token=${value} and https://backend.example/rows?api_key=${value}`,
	'Invite: https://desk.example/join?token=ghp_16C7e42F292c6912E7710c838347Ae178B4a',
];
const given: GivenTexts = { author: '', allowedHosts: [], others: results, results };

async function rewrite(text: string, more: { given?: GivenTexts; stage?: GuardrailStage; before?: string } = {}): Promise<string> {
	const context = { passages: [], language: 'en' as const, stage: 'output' as const, given, ...more };
	const check = await secrets.create({ check: 'secrets', action: 'rewrite' }, {});
	const verdict = await check.check(text, context);
	return verdict.kind === 'violation' ? verdict.rewrite!() : text;
}

describe('a reply', () => {
	test.each([
		['a link to follow a parcel', `Follow it at https://parcels.example/follow?order=77&token=${value}.`],
		['a link in Markdown', `[Follow it](https://parcels.example/follow?order=77&token=${value})`],
		['a link without a blank before it', `1.https://parcels.example/follow?order=77&token=${value}`],
		['a token in the path', `Open https://desk.example/new-password/token/${value} today.`],
	])('keeps %s as a tool returned it', async (_, text) => expect(await rewrite(text)).toBe(text));

	test.each([
		['the token alone', `Your token: ${value}`, 'Your token: [SECRET]'],
		['another address', `https://other.example/follow?token=${value}`, 'https://other.example/follow?token=[SECRET]'],
		[
			'a changed token',
			'https://parcels.example/follow?order=77&token=mQ7vR2xK9pLt4Wc',
			'https://parcels.example/follow?order=77&token=[SECRET]',
		],
		[
			'the token of an interface',
			`https://backend.example/rows?access_token=${value}`,
			'https://backend.example/rows?access_token=[SECRET]',
		],
		['a key', `https://backend.example/rows?api_key=${value}`, 'https://backend.example/rows?api_key=[SECRET]'],
	])('does not keep %s', async (_, text, expected) => expect(await rewrite(text)).toBe(expected));

	test('does not keep a key that is known by its form', async () => {
		expect(await rewrite(results[3]!)).toBe('Invite: https://desk.example/join?token=[SECRET]');
	});

	test('keeps a link that began in the part before', async () => {
		const [before, text] = ['Follow it at https://parcels.example/follow?order=77&', `token=${value} today.`];
		expect(await rewrite(text, { before })).toBe(text);
	});

	test('does not keep a link that no tool returned', async () => {
		const text = `https://parcels.example/follow?order=77&token=${value}`;
		expect(await rewrite(text, { given: { ...given, results: [] } })).not.toContain(value);
		expect(await rewrite(text, { stage: 'tool-result' })).not.toContain(value);
	});
});
