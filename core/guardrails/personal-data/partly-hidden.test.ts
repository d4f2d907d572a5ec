import { isPartlyHidden } from './partly-hidden';

const hidden = (marked: string) => isPartlyHidden(marked.replace(/[«»]/g, ''), marked.indexOf('«'), marked.indexOf('»') - 1);

test.each(['*******«4534»', '***«45678»', 'ABC«1»****', '12**«345»', '«529»**123', '****«529»****'])(
	'takes %s for the rest of a mask',
	(marked) => expect(hidden(marked)).toBe(true),
);

test.each(['«529»', '**«529»**', '*«529»*', '***«529»***', '**CPF «529»**', '**«529» é o CPF**', '- **«529»**.'])(
	'takes %s for a whole value',
	(marked) => expect(hidden(marked)).toBe(false),
);
