import { describeMissingBasis, explainBasisDemand, readMissingBasis } from './contact-consents';

it.each([
	['follow-ups marketing', undefined],
	['templates marketing consent', undefined],
	['follow-up marketing', '"follow-up" is not one of follow-ups, templates, first-messages'],
	['templates', 'no purpose follows "templates"'],
	['templates Marketing', '"Marketing" is not a purpose'],
	['templates marketing yes', '"yes" is not one of consent, contract'],
	['templates marketing consent now', '"now" follows the basis'],
	['templates marketing ', '"" is not one of consent'],
])('says what is wrong with the demand %j', (demand, wrong) => {
	const said = explainBasisDemand(demand);
	expect(wrong === undefined ? said : said?.slice(0, wrong.length)).toBe(wrong);
});

it.each<Parameters<typeof describeMissingBasis>[0]>([{ purpose: 'marketing' }, { purpose: 'service', basis: 'contract' }])(
	'reads back that %j is missing',
	(missing) => {
		expect(readMissingBasis(describeMissingBasis(missing))).toEqual(missing);
	},
);

it.each(['She asked for it', 'no legal basis', 'no legal basis for the purpose "x" is in force for the contact, she says'])(
	'takes %j for words of people',
	(text) => {
		expect(readMissingBasis(text)).toBeUndefined();
	},
);
