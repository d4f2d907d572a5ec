import { chooseMessages } from './choose-messages';
import { en } from './en';
import { fill, format, type Message, type Messages } from './messages';
import { pt } from './pt';

const placeholders = (message: Message): string[] =>
	[
		...new Set(Object.values(typeof message === 'string' ? { other: message } : message).flatMap((text) => text.match(/\{\w+\}/g) ?? [])),
	].sort();

const list = ({ types, triggers, repeats, texts }: Messages): Array<[string, Message]> =>
	[types, triggers, repeats, texts].flatMap((part) => Object.entries(part as Record<string, Message>));

it('says the same in both languages', () => {
	expect(list(pt).map(([key, message]) => [key, placeholders(message)])).toEqual(
		list(en).map(([key, message]) => [key, placeholders(message)]),
	);
	expect(pt.keys.map(([keys]) => keys)).toEqual(en.keys.map(([keys]) => keys));
});

it('counts in the plural of the language', () => {
	expect([0, 1, 2].map((count) => format(en, 'tokens', { count }))).toEqual(['0 tokens', '1 token', '2 tokens']);
	expect([0, 1, 2].map((count) => format(pt, 'incidents', { count }))).toEqual(['0 incidente', '1 incidente', '2 incidentes']);
});

it('fills a value once, whatever is in it', () => {
	expect(fill('{name} ({way})', { name: '{way} $& <b>', way: 'yes' }, 'en')).toBe('{way} $& <b> (yes)');
});

it('takes the language of the page, and single texts of the caller', () => {
	expect(chooseMessages('pt-BR', undefined)).toBe(pt);
	expect(chooseMessages('fr', undefined)).toBe(en);
	const changed = chooseMessages('en', { types: { ServiceTask: 'Worker' }, texts: { outline: 'Steps' } });
	expect([changed.types.ServiceTask, changed.types.UserTask, changed.texts.outline]).toEqual(['Worker', 'User task', 'Steps']);
});
