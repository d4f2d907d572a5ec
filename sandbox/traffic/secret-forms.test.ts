import { SecretForms } from './secret-forms';

const forms = new SecretForms();
for (const [form, shown] of [
	['abcabcab', '${ONE}'],
	['abcabcabc+d', '${TWO}'],
	['bcabx', '${THREE}'],
	['ç=%C3', '${FOUR}'],
] as const)
	forms.add(form, shown);

async function* inParts(bytes: Buffer, cuts: readonly number[]) {
	const places = [0, ...cuts, bytes.length].sort((one, other) => one - other);
	for (let index = 1; index < places.length; index += 1) yield bytes.subarray(places[index - 1], places[index]);
}

const texts = ['abcabcabcabcab', 'xABCabcabc+D and abcabcabc+', 'abcabcabx bcabcabx', 'aç=%c3ç=%C', '\xffabcabca\n', 'nothing', ''];

it.each(texts)('hides in "%s" the same in every two and three parts', async (text) => {
	const bytes = Buffer.from(text);
	const whole = forms.hide(bytes.toString('latin1'));
	for (let one = 0; one <= bytes.length; one += 1)
		for (let other = one; other <= bytes.length; other += 1) {
			const parts: Buffer[] = [];
			for await (const part of forms.hideStream(inParts(bytes, [one, other]))) parts.push(part);
			expect(Buffer.concat(parts).toString('latin1')).toBe(whole);
		}
});

it('lets everything pass with which no form begins', async () => {
	const stream = forms.hideStream(inParts(Buffer.from('data: one abc\n\ndata: abcabcab\n\nab'), [15, 22]));
	const seen: string[] = [];
	for await (const part of stream) seen.push(part.toString());
	expect(seen).toEqual(['data: one abc\n\n', 'data: ', '${ONE}\n\n', 'ab']);
});
