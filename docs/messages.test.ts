import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMessageTables } from '../scripts/docs/message-table';

it.each(['en', 'pt'] as const)('lists the kinds of messages that a test reads (%s)', (language) => {
	const page = readFileSync(join(__dirname, 'channels', `messages.${language === 'en' ? 'md' : 'pt.md'}`), 'utf8');
	expect(page).toBe(writeMessageTables(page, language));
});
