import { numberNoises } from '../noise';
import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';

function number(chance: Chance): { area: string; group: string; serial: string } {
	const area = 1 + chance.below(898);
	return {
		area: String(area === 666 ? 667 : area).padStart(3, '0'),
		group: String(1 + chance.below(99)).padStart(2, '0'),
		serial: String(1 + chance.below(9998)).padStart(4, '0'),
	};
}

function value(chance: Chance): string {
	const { area, group, serial } = number(chance);
	return [area, group, serial].join(chance.pick(['-', '-', '-', ' ', '']));
}

export const samples = createValueSamples({
	type: 'US_SSN',
	value,
	noises: numberNoises.filter(({ name }) => name !== 'ocrSlip'),
	needsWords: true,
	wrong: (chance) =>
		fromForm(
			chance.pick([
				'000-##-1234',
				'666-12-####',
				'9##-12-3456',
				'123-00-####',
				'123-45-0000',
				'12-345-6789',
				'1234-56-789',
				'***-**-1234',
				'123-45-67',
				'078-05-1120',
				'111111111',
			]),
			chance,
		),
	elsewhere: (chance) => Object.values(number(chance)).join(''),
	wording: {
		labels: [
			'SSN',
			'ssn',
			'social security number',
			'Social Security',
			'Social Security No.',

			'seguro social',
			'número do seguro social',
			'SSN n.',
		],
		keys: ['ssn', 'SSN', 'social_security_number', 'employee.ssn', 'socialSecurity', 'taxpayer_ssn'],
		sentences: [
			'my social is {}',
			'SSN {} issued 01/02/1980',
			'Employee SSN: {}',
			'the applicant, SSN {}, born in Ohio',
			'W-2 form, social security {}',
			'his SSN ({}) and hers ({}) are on the lease',
			'Please verify the SSN {} before Friday.',
			'last name Smith, SSN {}',
			'social security number on file: {}',
			'moro nos EUA, meu SSN é {}',
			'Defendant (SSN {}) was served',
			'ssn={}&state=NY',
			'SSN,{},verified',
			'Re: SSN {}',
		],
	},
	others: [
		'order {} is late',
		'zip 12345-6789',
		'part no. 123-45-678',
		'SSN is required',
		'on 2026-05-12 we met',
		'pages 123-45',
		'SSN: {}',
		'social media account',
		'social security office opens at 9',
		'ratio 123:45:6789',
		'R$ 123.456,##',
		'serial 123456##',
	],
});
