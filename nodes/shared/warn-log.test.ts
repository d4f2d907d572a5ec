import { warnLog } from './warn-log';

it('writes no personal data and no secrets into the log of n8n', async () => {
	const lines: string[] = [];
	const key = `ghp_${'x7Kq2mWn9RtZ'.repeat(3)}`;
	await warnLog({ warn: (line) => void lines.push(line) }, `Shop keeps trying: 401 for ana@example.com with ${key} at http://crm:8080`);
	expect(lines).toEqual(['Shop keeps trying: 401 for [EMAIL] with [SECRET] at http://crm:8080']);
});
