import { jsonLog } from './log';

it('says what happened, whatever the facts are called', () => {
	const lines: string[] = [];
	jsonLog({ note: (text) => void lines.push(text) })('error', 'channel work failed', { message: 'other', level: 'info', what: 'sends' });
	expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'error', message: 'channel work failed', what: 'sends' });
});
