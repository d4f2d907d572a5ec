import type { DocumentText } from '../../ports/knowledge/document-reader';
import { applyPolicy } from './document-policy';
import { slowTest } from '../../../test/support/slow-tests';

const key = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
const document = (text: string, more: Partial<DocumentText> = {}): DocumentText => ({
	text,
	format: 'plain',
	mediaType: 'text/plain',
	...more,
});
const named = { title: 'Access', metadata: {} };

test('masks keys in text, title, source and metadata, and leaves personal data for citations (jrollin/cartog#44)', async () => {
	const names = {
		title: `Key ${key}`,
		source: `https://a.example/?token=${key}`,
		metadata: { note: key, year: 2026, labels: [key, 'it'] },
	};
	expect(await applyPolicy(document(`Ana, CPF 529.982.247-25, uses ${key}.`), names, 'mask')).toEqual({
		kind: 'checked',
		document: document('Ana, CPF 529.982.247-25, uses [SECRET].'),
		named: {
			title: 'Key [SECRET]',
			source: 'https://a.example/?token=[SECRET]',
			metadata: { note: '[SECRET]', year: 2026, labels: ['[SECRET]', 'it'] },
		},
		maskedSecrets: 5,
	});
});

test('pages still begin where their text begins, also when a key spans two of them', async () => {
	const texts = [`first ${key}\n`, `second ${key.slice(0, 20)}`, `${key.slice(20)} third\n`, 'fourth'];
	let end = 0;
	const pages = texts.map((text, index) => ({ number: index + 1, start: end, end: (end += text.length) }));
	const checked = await applyPolicy(document(texts.join(''), { pages }), named, 'mask');
	if (checked.kind !== 'checked') throw new Error('failed');
	const { text, pages: moved } = checked.document;
	expect(moved!.map(({ start, end: to }) => text.slice(start, to))).toEqual(['first [SECRET]\n', 'second [SECRET]', ' third\n', 'fourth']);
});

slowTest('reads a text that is longer than a search for secrets, in pieces', async () => {
	const text = `${`${'plain words and more '.repeat(5)}\n\n`.repeat(45_000)}${key}`;
	expect(text.length).toBeGreaterThan(4_000_000);
	expect(await applyPolicy(document(text), named, 'mask')).toMatchObject({ maskedSecrets: 1 });
});

test('refuses by the types, never by the values, and keeps all where that is wanted', async () => {
	const text = `Ana <ana@example.com>, CPF 529.982.247-25, ${key}`;
	const refused = await applyPolicy(document(text), named, 'refuse');
	expect(refused).toMatchObject({ kind: 'failed', failure: 'refused', message: expect.stringContaining('BR_CPF, EMAIL_ADDRESS, SECRET') });
	expect(JSON.stringify(refused)).not.toMatch(/ana@|529|ghp_/);
	await expect(applyPolicy(document('See https://handbook.example/leave.'), named, 'refuse')).resolves.toMatchObject({ kind: 'checked' });
	await expect(applyPolicy(document('plain'), { ...named, title: 'Ana, CPF 529.982.247-25' }, 'refuse')).resolves.toMatchObject({
		kind: 'failed',
	});
	await expect(applyPolicy(document(text), named, 'keep')).resolves.toMatchObject({ document: { text }, maskedSecrets: 0 });
});
