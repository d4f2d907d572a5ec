import { languages } from '../../base/text/languages';
import { frame } from './frames';

/**
 * Splits the text of a turn into whether a person of the company spoke in the conversation since the last one, and what the customer wrote after that.
 */
export function splitMissed(message: string): { wasWithPerson: boolean; words: string } {
	const language = languages.find((one) => (['missed', 'unread'] as const).some((name) => message.startsWith(frame(one, name))));
	if (language === undefined) return { wasWithPerson: false, words: message };
	const asked = `\n${frame(language, 'asked')}`;
	const at = message.indexOf(asked);
	return {
		wasWithPerson: message.startsWith(frame(language, 'missed')),
		words: at < 0 ? '' : message.slice(at + asked.length).trimStart(),
	};
}
