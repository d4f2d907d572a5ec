import { openScreen } from './screen';
import { printable, processTerminal } from './terminal';

test.each([
	['\u001b[31mred\u001b[0m', 'red'],
	['a\u0007b\rc', 'abc'],
	['a\u061cb\u200ec\u200bd\ufeff', 'a<U+061C>b<U+200E>c<U+200B>d<U+FEFF>'],
	['pay \u202e00005\u202c now', 'pay <U+202E>00005<U+202C> now'],
	['\u2066x\u2069', '<U+2066>x<U+2069>'],
	['ok\u{e0041}\u{e007f}', 'ok<U+E0041><U+E007F>'],
	['one\u2028two', 'one<U+2028>two'],
	['kept: \t línea שלום 👩‍👩‍👧\n', 'kept: \t línea שלום 👩‍👩‍👧\n'],
])('prints %j as %j', (text, printed) => expect(printable(text)).toBe(printed));

it('notes show names of others as codes where they would deceive', () => {
	const written: string[] = [];
	const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
	processTerminal().note('Key trp_1 for a\u202eb\u001b[2J');
	write.mockRestore();
	expect(written).toEqual(['Key trp_1 for a<U+202E>b\n']);
});

describe('a line that is printed', () => {
	const hostile = '\u001b]52;c;YQ==\u0007\u001b[2Ja\u009b1Ab\u202ec\r\u001b[8md';

	it('controls no terminal by what others wrote, and keeps the colours of the command (marmot-protocol/mdk#993)', () => {
		const { style, show } = openScreen({ isTerminal: true, inColour: true });
		const line = `${hostile} ${style('bold', style('red', hostile))}`;
		expect(show(line)).toBe('ab<U+202E>cd \u001b[1m\u001b[31mab<U+202E>cd\u001b[39m\u001b[22m');
	});

	it('is the same for a file or another program as it was written', () => {
		const { style, show } = openScreen({ isTerminal: false, inColour: false });
		expect(show(style('red', hostile))).toBe(hostile);
	});
});
