import { durationOption } from './duration-option';

const parse = (text: string) => durationOption('--wait <duration>', '', ['1s', '90d'], '1m').parseArg!(text, undefined);

test.each([
	['1s', 1_000],
	['1500ms', 1_500],
	['90m', 5_400_000],
	['12h', 43_200_000],
	['90d', 7_776_000_000],
	['2w', 1_209_600_000],
])('%s is %d ms', (text, ms) => expect(parse(text)).toBe(ms));

test.each(['30', '0', '999ms', '91d', '-1s', '1.5h', '1h30m', '1 h', 'P1D', ''])('"%s" is refused', (text) =>
	expect(() => parse(text)).toThrow('Expected a duration from 1s to 90d'),
);
