import { joinFault, splitFault } from './fault-text';

it.each([
	['The model is away.', 'Try again.'],
	['One line.\nAnother one.\n\nA paragraph.', 'Do this.\nThen that.'],
	['Nothing can be done.', null],
	[null, null],
])('keeps the text %j of a fault and what to do about it', (error, fix) => {
	expect(splitFault(joinFault(error, fix))).toEqual({ error, fix });
});

it('reads what an earlier version stored, and a text that has the separator itself', () => {
	expect(splitFault('The model is away.')).toEqual({ error: 'The model is away.', fix: null });
	expect(splitFault(joinFault('a\n\u001Fb', 'c\n\u001Fd'))).toEqual({ error: 'a\nb', fix: 'c\nd' });
});
