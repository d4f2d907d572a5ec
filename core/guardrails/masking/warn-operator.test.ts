import { warnOperator } from './warn-operator';

test('warns without personal data and secrets', () => {
	const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
	const key = `ghp_${'x7Kq2mWn9RtZ'.repeat(3)}`;
	warnOperator(`401 for ana@example.com with ${key}`, { code: 'ODD' });
	expect(warned.mock.calls).toEqual([['401 for [EMAIL] with [SECRET]', { code: 'ODD' }]]);
	warned.mockRestore();
});
